package io.github.udpchat.internal.recovery;

/**
 * A packet of which it is not known whether it has arrived.
 *
 * @param number    its number
 * @param order     how many packets were sent before it: like the number, but without those left out
 * @param sentAt    when it was sent
 * @param eliciting whether it wants to be acknowledged; only then it is in flight
 * @param note      what its owner wants to hear again when it has arrived or is lost
 */
record SentPacket<T>(long number, long order, long sentAt, boolean eliciting, T note) {}
