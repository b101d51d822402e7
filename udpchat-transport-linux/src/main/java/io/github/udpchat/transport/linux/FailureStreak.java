package io.github.udpchat.transport.linux;

/**
 * Failures to receive that follow each other: how long to pause after each, and when to say so. Pure; owned by the receive
 * thread.
 */
final class FailureStreak {

    /** The pause after the first failure; each after it is twice as long. One that passes by itself costs no more than this. */
    static final int FIRST_PAUSE_MILLIS = 1;

    /**
     * The pause that is not doubled any more. A failure that lasts (no memory, say) costs one system call in this time, and
     * a socket that works again is noticed no later.
     */
    static final int LONGEST_PAUSE_MILLIS = 1_000;

    /**
     * The failure at which a streak is worth a warning, its only one: the tenth, half a second after the first. A socket that
     * fails now and then warns never, and so cannot fill a log.
     */
    static final int WARNED_AT = 10;

    private int failures;
    private int pauseMillis;

    void onFailure() {
        pauseMillis = failures == 0 ? FIRST_PAUSE_MILLIS : Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        // Stops where it means nothing more, so that it can't overflow into a second warning.
        failures = Math.min(failures + 1, WARNED_AT + 1);
    }

    void onSuccess() {
        failures = 0;
    }

    /** {@return how long to pause after the failure that was just told} */
    int pauseMillis() {
        return pauseMillis;
    }

    /** {@return whether the failure that was just told is the one to warn of} */
    boolean isToBeWarnedOf() {
        return failures == WARNED_AT;
    }
}
