package io.github.udpchat.model;

import java.util.Objects;

/**
 * A server's figures at one moment.
 *
 * {@snippet :
 * ServerStats stats = server.stats();
 * System.out.println(stats.peers() + " peers in " + stats.rooms() + " rooms, " + stats.messagesRelayed() + " messages");
 * }
 *
 * @param peers           members at that moment
 * @param waiting         peers whose admission was being decided, or who waited for their turn
 * @param rooms           rooms in which somebody was
 * @param joins           peers that became members since the start
 * @param messagesRelayed messages that went to a room since the start, the server's own included
 * @param directsPassed   messages to one person alone that were passed on since the start
 * @param roundTrips      how long a packet and its acknowledgement took in the sessions
 * @param traffic         datagrams, bytes and drops
 */
public record ServerStats(int peers, int waiting, int rooms, long joins, long messagesRelayed, long directsPassed,
        RoundTrips roundTrips, TrafficStats traffic) {

    /** Checks that nothing is missing. */
    public ServerStats {
        Objects.requireNonNull(roundTrips, "roundTrips");
        Objects.requireNonNull(traffic, "traffic");
    }
}
