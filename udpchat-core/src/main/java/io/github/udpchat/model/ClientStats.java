package io.github.udpchat.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A client's figures at one moment.
 *
 * {@snippet :
 * ClientStats stats = client.stats();
 * System.out.println(stats.messagesReceived() + " heard, round trip " + stats.roundTrip());
 * }
 *
 * @param messagesSent     messages handed to the network since the start
 * @param messagesReceived messages that arrived from the server since the start
 * @param rooms            rooms in which the client was, as far as it knew; on classic always 1
 * @param roundTrip        how long a packet to the server and its acknowledgement took, smoothed as RFC 9002 says; nothing on classic,
 *                         without a session, and before the first acknowledgement of a session
 * @param traffic          datagrams, bytes and drops
 */
public record ClientStats(long messagesSent, long messagesReceived, int rooms, Optional<Duration> roundTrip,
        TrafficStats traffic) {

    /** Checks that nothing is missing. */
    public ClientStats {
        Objects.requireNonNull(roundTrip, "roundTrip");
        Objects.requireNonNull(traffic, "traffic");
    }
}
