package io.github.udpchat.bench;

import java.util.List;

/** What a run is about: one protocol of ours, and those with whom it is compared. */
enum Topic {

    CLASSIC("Bench", "classic", "Classic relay: udpchat and others", "c-sendto", "C sendto",
            List.of("c-sendto", "c-sendmmsg", "netty-epoll", "netty-nio")),
    SESSIONS("SessionBench", "session", "Sessions: udpchat and others", "enet", "ENet", List.of("enet", "scandium"));

    private final String main;
    private final String file;
    private final String title;
    private final String reference;
    private final String referenceName;
    private final List<String> compared;

    Topic(String main, String file, String title, String reference, String referenceName, List<String> compared) {
        this.main = main;
        this.file = file;
        this.title = title;
        this.reference = reference;
        this.referenceName = referenceName;
        this.compared = compared;
    }

    /** {@return the program that measures it} */
    String main() {
        return main;
    }

    /** {@return the name of the files with the results, without what follows the dot} */
    String file() {
        return file;
    }

    String title() {
        return title;
    }

    /** {@return the contender with whom all others are compared in the tables and the chart} */
    String reference() {
        return reference;
    }

    String referenceName() {
        return referenceName;
    }

    /** {@return those with whom each of ours is compared in the summary} */
    List<String> compared() {
        return compared;
    }

    /** {@return which versions of other libraries are measured} */
    String libraries() {
        return switch (this) {
            case CLASSIC -> "Netty: " + System.getProperty("bench.nettyVersion");
            case SESSIONS -> "Scandium: " + System.getProperty("bench.scandiumVersion");
        };
    }
}
