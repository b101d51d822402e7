package io.github.udpchat.bench;

import java.lang.management.ManagementFactory;

/** What this program's live objects take. */
final class Heap {

    private static final int COLLECTIONS = 3;

    private Heap() {}

    /** {@return bytes in use after a collection} */
    static long inUse() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
