package io.github.udpchat.bench;

import java.util.List;

/**
 * A relay to measure.
 *
 * @param id      its name on the command line
 * @param name    its name in tables
 * @param wire    what it speaks
 * @param command what starts it
 */
record Contender(String id, String name, Wire wire, List<String> command) {

    enum Wire {
        CLASSIC,
        /** KryoNet's own protocol; its clients have threads and four files each, so there are fewer of them. */
        KRYONET
    }

    private static final int MOST_KRYONET_PEERS = 1000;

    /** A relay of the classic protocol. */
    Contender(String id, String name, List<String> command) {
        this(id, name, Wire.CLASSIC, command);
    }

    /** {@return whether the generator can be so many peers of it} */
    boolean bears(int peers) {
        return switch (wire) {
            case CLASSIC -> true;
            case KRYONET -> peers <= MOST_KRYONET_PEERS;
        };
    }

    boolean isOurs() {
        return id.startsWith("udpchat");
    }
}
