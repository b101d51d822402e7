package io.github.udpchat.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * A relay to measure.
 *
 * @param id      its name on the command line
 * @param name    its name in tables
 * @param wire    what it speaks
 * @param command what starts it
 * @param peers   what starts its peers, where those are a program of their own; otherwise empty
 */
record Contender(String id, String name, Wire wire, List<String> command, List<String> peers) {

    enum Wire {
        CLASSIC,
        /** KryoNet's own protocol; its clients have threads and four files each, so there are fewer of them. */
        KRYONET, SESSION, DTLS,
        /** ENet's own protocol; its server is told how many peers there will be, its peers are a program in C. */
        ENET
    }

    private static final int MOST_PEERS_WITH_THREADS = 1000;

    /** A relay of the classic protocol. */
    Contender(String id, String name, List<String> command) {
        this(id, name, Wire.CLASSIC, command, List.of());
    }

    /** {@return whether the generator can be so many peers of it} */
    boolean bears(int count) {
        return switch (wire) {
            case CLASSIC, ENET -> true;
            case KRYONET, SESSION, DTLS -> count <= MOST_PEERS_WITH_THREADS;
        };
    }

    /** {@return what starts it for so many peers} */
    List<String> commandFor(int count) {
        return switch (wire) {
            case CLASSIC, KRYONET, SESSION, DTLS -> command;
            case ENET -> Stream.concat(command.stream(), Stream.of(Integer.toString(count))).toList();
        };
    }

    boolean isOurs() {
        return id.startsWith("udpchat");
    }
}
