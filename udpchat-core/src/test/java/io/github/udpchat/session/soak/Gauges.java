package io.github.udpchat.session.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;

/** Reads how much this program uses. */
final class Gauges {

    private static final int COLLECTIONS = 5;
    private static final Pattern VIRTUAL = Pattern.compile("\"virtual\"\\s*:\\s*true");

    private Gauges() {}

    /**
     * What is in use at one moment.
     *
     * @param heapBytes       of the heap, after a collection
     * @param platformThreads threads of the system
     * @param virtualThreads  virtual ones
     * @param descriptors     open files and sockets
     */
    record Reading(long heapBytes, int platformThreads, int virtualThreads, long descriptors) {}

    /** {@return what is in use now} */
    static Reading read() {
        int virtual = virtualThreads();
        return new Reading(heapBytes(), platformThreads(), virtual, descriptors());
    }

    /**
     * The least that one of some full collections has left: what a thread holds for a moment only is not meant. Each is asked
     * what that was: by the time that somebody else can look, other threads have new places to allocate in, and those count
     * whole.
     */
    private static long heapBytes() {
        Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP).map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());
        return IntStream.range(0, COLLECTIONS).mapToLong(i -> {
            System.gc();
            return leftByTheLastCollection(heapPools);
        }).min().orElseThrow();
    }

    private static long leftByTheLastCollection(Set<String> pools) {
        GcInfo last = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                .map(GarbageCollectorMXBean::getLastGcInfo).filter(Objects::nonNull)
                .max(Comparator.comparingLong(GcInfo::getEndTime)).orElseThrow();
        return last.getMemoryUsageAfterGc().entrySet().stream().filter(pool -> pools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed()).sum();
    }

    static int platformThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    static long descriptors() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class).getOpenFileDescriptorCount();
    }

    /** Only a thread dump knows them. */
    static int virtualThreads() {
        try {
            Path folder = Files.createTempDirectory("soak");
            Path dump = folder.resolve("threads.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
                return (int) VIRTUAL.matcher(Files.readString(dump)).results().count();
            } finally {
                Files.deleteIfExists(dump);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
