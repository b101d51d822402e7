package io.github.udpchat.network;

/**
 * Sleeps until it is woken or its deadline has come, then takes the step that {@link Host#worker} was given. Safe for use
 * by several threads.
 *
 * {@snippet :
 * Host host = UdpNetwork.create().host();
 * Worker worker = host.worker("cleaner", () -> System.out.println("cleaned"));
 * worker.wake();
 * worker.close();
 * }
 */
public interface Worker extends AutoCloseable {

    /** A deadline that never comes. */
    long NEVER = Long.MAX_VALUE;

    /** Makes the step run soon. Several calls before it begins are one. */
    void wake();

    /**
     * Makes the step run once when the time has come. The deadline replaces the one before.
     *
     * @param nanoTime when, in {@link Host#nanoTime}, or {@link #NEVER}
     */
    void wakeAt(long nanoTime);

    /** Ends the worker: no step begins after this. Does not wait for one that is at work. */
    @Override
    void close();
}
