package io.github.udpchat.simulation;

import java.time.Duration;

/**
 * What a {@link LinkRule} does with a datagram on its way.
 *
 * {@snippet :
 * net.rule((transit, random) -> random.nextInt(10) == 0 ? new Verdict.Duplicate(Duration.ofMillis(50))
 *         : new Verdict.Pass());
 * }
 */
public sealed interface Verdict {

    /** Lets it go on as it is. */
    record Pass() implements Verdict {}

    /** Loses it. */
    record Drop() implements Verdict {}

    /**
     * Holds it up. What was sent later may overtake it.
     *
     * @param by for how long, zero or more
     */
    record Delay(Duration by) implements Verdict {

        /** Checks the duration. */
        public Delay {
            if (by.isNegative()) {
                throw new IllegalArgumentException("delay must be zero or more, was " + by);
            }
        }
    }

    /**
     * Lets it go on, and sends a copy after it.
     *
     * @param after how much later the copy follows, zero or more
     */
    record Duplicate(Duration after) implements Verdict {

        /** Checks the duration. */
        public Duplicate {
            if (after.isNegative()) {
                throw new IllegalArgumentException("delay of the copy must be zero or more, was " + after);
            }
        }
    }

    /**
     * Turns one of its bits over. An empty datagram goes on as it is.
     *
     * @param bit which; taken modulo the number of bits that the datagram has
     */
    record Corrupt(int bit) implements Verdict {

        /** Checks the number. */
        public Corrupt {
            if (bit < 0) {
                throw new IllegalArgumentException("bit must be 0 or greater, was " + bit);
            }
        }
    }
}
