package io.github.udpchat.model;

import java.util.Objects;

/** The answer to a peer that asks to join. */
public sealed interface Admission {

    /**
     * The peer may join.
     *
     * @param name the name that it gets, not empty; need not be the one that it asked for
     */
    record Accepted(String name) implements Admission {

        /** Checks the name. */
        public Accepted {
            Objects.requireNonNull(name, "name");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("the name of an accepted peer must not be empty");
            }
        }
    }

    /**
     * The peer may not join.
     *
     * @param why the reason, for people
     */
    record Rejected(String why) implements Admission {

        /** Checks that nothing is missing. */
        public Rejected {
            Objects.requireNonNull(why, "why");
        }
    }

    /**
     * Lets a peer in.
     *
     * @param name the name that it gets, not empty
     * @return the answer
     */
    static Admission accept(String name) {
        return new Accepted(name);
    }

    /**
     * Keeps a peer out.
     *
     * @param why the reason, for people; the classic protocol has no way to pass it on
     * @return the answer
     */
    static Admission reject(String why) {
        return new Rejected(why);
    }
}
