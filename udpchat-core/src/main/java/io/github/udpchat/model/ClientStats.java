package io.github.udpchat.model;

import java.util.Objects;

/**
 * A client's figures at one moment.
 *
 * @param messagesSent     messages handed to the network since the start
 * @param messagesReceived messages that arrived from the server since the start
 * @param traffic          datagrams, bytes and drops
 */
public record ClientStats(long messagesSent, long messagesReceived, TrafficStats traffic) {

    /** Checks that nothing is missing. */
    public ClientStats {
        Objects.requireNonNull(traffic, "traffic");
    }
}
