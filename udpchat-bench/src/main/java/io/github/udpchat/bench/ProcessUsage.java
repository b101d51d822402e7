package io.github.udpchat.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What Linux has accounted to a process, all its threads together (proc(5)). */
final class ProcessUsage {

    /** {@code sysconf(_SC_CLK_TCK)}, which is 100 wherever Linux runs Java. */
    private static final long TICK_NANOS = 10_000_000;
    /** Of the fields after the command's closing parenthesis: utime and stime are 14 and 15 in proc(5), state is 3. */
    private static final int USER_TICKS = 14 - 3;
    private static final int SYSTEM_TICKS = 15 - 3;

    private final Path proc;

    ProcessUsage(long pid) {
        proc = Path.of("/proc", Long.toString(pid));
    }

    static ProcessUsage ofThisProgram() {
        return new ProcessUsage(ProcessHandle.current().pid());
    }

    /** {@return user and system time so far, in steps of 10 ms} */
    long cpuNanos() throws IOException {
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * TICK_NANOS;
    }

    /** {@return the time on a processor of all threads that live now, to the nanosecond; for spans without new threads} */
    long fineCpuNanos() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc.resolve("task"))) {
            for (Path thread : threads) {
                try {
                    String schedstat = Files.readString(thread.resolve("schedstat"));
                    sum += Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
                } catch (NoSuchFileException e) {
                    // The thread has ended meanwhile.
                }
            }
        }
        return sum;
    }

    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS for " + proc);
    }
}
