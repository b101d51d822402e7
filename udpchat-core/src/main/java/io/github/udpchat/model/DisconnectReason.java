package io.github.udpchat.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Why a client could not connect, or is connected no more. The session protocol alone knows these.
 *
 * {@snippet :
 * try {
 *     ChatClient.builder().server("127.0.0.1", 5000).name("Ana").connect();
 * } catch (ConnectFailedException e) {
 *     System.err.println(switch (e.reason()) {
 *         case DisconnectReason.Refused(DropReason why, String text) -> "refused: " + PrintableText.of(text);
 *         case DisconnectReason.WrongServerKey(IdentityKey seen) -> "somebody else is there: " + seen;
 *         default -> e.getMessage();
 *     });
 * }
 * }
 */
public sealed interface DisconnectReason {

    /**
     * The server did not answer, or did not let the client in, in time. Nobody answers either where the server has another
     * {@code application}, or speaks the classic protocol alone.
     *
     * @param limit the time that it had
     */
    record TimedOut(Duration limit) implements DisconnectReason {}

    /**
     * Whoever answered has another key than the one that the client trusts. Either the server has a new identity, or
     * somebody is in its place.
     *
     * @param seen the key that was shown, which proves nothing
     */
    record WrongServerKey(IdentityKey seen) implements DisconnectReason {}

    /**
     * The server seems not to speak this version of the protocol. That can't be proved: anybody on the way could say so.
     *
     * @param spoken the versions that it is said to speak
     */
    record VersionNotSpoken(List<Integer> spoken) implements DisconnectReason {

        /** Copies the list. */
        public VersionNotSpoken {
            spoken = List.copyOf(spoken);
        }
    }

    /**
     * The server does not let the client in.
     *
     * @param why  what stood against it, as the server says
     * @param text the words of the server's application; may be empty, and may hold control characters
     */
    record Refused(DropReason why, String text) implements DisconnectReason {

        /** Checks that nothing is missing. */
        public Refused {
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * The server's application removed the client.
     *
     * @param text its words; may be empty, and may hold control characters
     */
    record Removed(String text) implements DisconnectReason {

        /** Checks that nothing is missing. */
        public Removed {
            Objects.requireNonNull(text, "text");
        }
    }

    /** The server has closed. */
    record ServerClosed() implements DisconnectReason {}

    /** The server does not know the session any more: most likely it was started again. */
    record ServerRestarted() implements DisconnectReason {}

    /** Another session of the same client has taken the place of this one. */
    record Replaced() implements DisconnectReason {}

    /**
     * Nothing came from the server any more.
     *
     * @param limit the silence that was borne
     */
    record Silence(Duration limit) implements DisconnectReason {}

    /** The server gave up: this client took too little of what it had for it. */
    record TooSlow() implements DisconnectReason {}

    /**
     * One side did what the protocol forbids. One of the two implementations has a bug.
     *
     * @param text which side says what
     */
    record ProtocolBroken(String text) implements DisconnectReason {

        /** Checks that nothing is missing. */
        public ProtocolBroken {
            Objects.requireNonNull(text, "text");
        }
    }

    /** The application closed the client while it was connecting. */
    record Closed() implements DisconnectReason {}

    /** The server could not go on. */
    record ServerFailed() implements DisconnectReason {}
}
