package io.github.udpchat.transport.linux;

import java.lang.foreign.Arena;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file descriptor that several threads use and one closes. A closed descriptor's number may at once belong to something else,
 * so it is closed by the last one who is in a system call with it, and never while anybody is: everybody enters before a
 * call and leaves after it, and the open descriptor counts as one more that has entered, until {@link #close}. The memory that
 * senders write to is freed in the same way.
 */
final class Descriptor {

    /** The bit of {@link #entered} that lets nobody enter any more. */
    private static final int CLOSED = 1 << 30;

    private final int number;
    private final Arena memory;
    private final AtomicInteger entered = new AtomicInteger(1);
    private final CountDownLatch freed = new CountDownLatch(1);

    /** A descriptor with memory, which is freed with it. */
    Descriptor(int number) {
        this.number = number;
        this.memory = Arena.ofShared();
    }

    /** {@return memory to be used between {@link #enter} and {@link #leave}} */
    Arena memory() {
        return memory;
    }

    /** {@return the number, to be used between {@link #enter} and {@link #leave}} */
    int number() {
        return number;
    }

    boolean isOpen() {
        return (entered.get() & CLOSED) == 0;
    }

    /** {@return whether the descriptor is open, and stays so until {@link #leave}} */
    boolean enter() {
        int before = entered.get();
        while ((before & CLOSED) == 0) {
            if (entered.compareAndSet(before, before + 1)) {
                return true;
            }
            before = entered.get();
        }
        return false;
    }

    void leave() {
        if (entered.decrementAndGet() == CLOSED) {
            Posix.close(number);
            memory.close();
            freed.countDown();
        }
    }

    /** Lets nobody enter any more, and frees those who are blocked in a call. Doing so again does nothing. */
    void close() {
        int before = entered.getAndUpdate(count -> count | CLOSED);
        if ((before & CLOSED) == 0) {
            Posix.shutdown(number);
            leave();
        }
    }

    /** Waits until the system has the descriptor back, or for so long. */
    void awaitFreed(long millis) {
        boolean interrupted = Thread.interrupted();
        try {
            freed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
