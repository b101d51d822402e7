package io.github.udpchat.model;

import java.util.Objects;

/**
 * The answer to a peer that asks to join.
 *
 * {@snippet :
 * ChatServer server = ChatServer.builder()
 *         .admit(request -> switch (request.name()) {
 *             case "Ana" -> Admission.accept("Ana", Role.MODERATOR);
 *             case "Mallory" -> Admission.reject("you know why");
 *             default -> Admission.accept(request.name());
 *         })
 *         .start();
 * }
 */
public sealed interface Admission {

    /**
     * The peer may join.
     *
     * @param name the name that it gets, not empty; need not be the one that it asked for
     * @param role what it may do
     */
    record Accepted(String name, Role role) implements Admission {

        /** Checks the name. */
        public Accepted {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(role, "role");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("the name of an accepted peer must not be empty");
            }
        }

        /**
         * The peer may join, as {@link Role#MEMBER}.
         *
         * @param name the name that it gets, not empty
         */
        public Accepted(String name) {
            this(name, Role.MEMBER);
        }
    }

    /**
     * The peer may not join.
     *
     * @param reason the reason, for programs
     * @param why    the reason, for people
     */
    record Rejected(DropReason reason, String why) implements Admission {

        /** Checks the reason. */
        public Rejected {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(why, "why");
            boolean possible = switch (reason) {
                case ADMISSION_REJECTED, NAME_NOT_ALLOWED, NAME_TAKEN, NAME_OF_ANOTHER_KEY -> true;
                default -> false;
            };
            if (!possible) {
                throw new IllegalArgumentException("reason must be about the peer or its name, was " + reason);
            }
        }
    }

    /**
     * Lets a peer in, as {@link Role#MEMBER}.
     *
     * @param name the name that it gets, not empty
     * @return the answer
     */
    static Admission accept(String name) {
        return new Accepted(name);
    }

    /**
     * Lets a peer in, and says what it may do there.
     *
     * @param name the name that it gets, not empty
     * @param role what it may do
     * @return the answer
     */
    static Admission accept(String name, Role role) {
        return new Accepted(name, role);
    }

    /**
     * Keeps a peer out.
     *
     * @param why the reason, for people; the classic protocol has no way to pass it on
     * @return the answer
     */
    static Admission reject(String why) {
        return new Rejected(DropReason.ADMISSION_REJECTED, why);
    }

    /**
     * Keeps a peer out for a reason that programs understand.
     *
     * @param reason {@link DropReason#ADMISSION_REJECTED}, {@link DropReason#NAME_NOT_ALLOWED},
     *               {@link DropReason#NAME_TAKEN} or {@link DropReason#NAME_OF_ANOTHER_KEY}
     * @param why    the reason, for people; the classic protocol has no way to pass it on
     * @return the answer
     * @throws IllegalArgumentException if the reason is another
     */
    static Admission reject(DropReason reason, String why) {
        return new Rejected(reason, why);
    }
}
