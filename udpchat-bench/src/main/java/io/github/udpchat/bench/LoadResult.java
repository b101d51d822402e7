package io.github.udpchat.bench;

import org.HdrHistogram.Histogram;

/**
 * What became of a {@link Load}.
 *
 * @param messages   how many were sent
 * @param deliveries messages that reached a recipient, each recipient counted, late ones included
 * @param lost       deliveries that never came
 * @param elapsed    nanoseconds from the first message until the last was done
 * @param latencies  nanoseconds until the last recipient had a message; messages that lost a delivery are not in it
 */
record LoadResult(long messages, long deliveries, long lost, long elapsed, Histogram latencies) {}
