package io.github.udpchat.model;

import java.time.Duration;
import java.util.Objects;

/**
 * Why a peer is no longer a member.
 *
 * {@snippet :
 * ChatServerListener listener = new ChatServerListener() {
 *     @Override
 *     public void onLeft(Peer peer, RoomId room, LeaveReason why) {
 *         boolean mayComeAgain = why instanceof LeaveReason.TimedOut || why instanceof LeaveReason.SlowConsumer;
 *         System.out.println(PrintableText.of(peer.name()) + (mayComeAgain ? " was lost" : " left"));
 *     }
 * };
 * }
 */
public sealed interface LeaveReason {

    /** The peer said that it leaves. */
    record Left() implements LeaveReason {}

    /**
     * The peer was not heard from for too long.
     *
     * @param idleTimeout the limit that it passed
     */
    record TimedOut(Duration idleTimeout) implements LeaveReason {

        /** Checks that nothing is missing. */
        public TimedOut {
            Objects.requireNonNull(idleTimeout, "idleTimeout");
        }
    }

    /**
     * The application removed the peer. The classic protocol has no way to tell it so.
     *
     * @param why the application's words
     */
    record Removed(String why) implements LeaveReason {

        /** Checks that nothing is missing. */
        public Removed {
            Objects.requireNonNull(why, "why");
        }
    }

    /** The server closed. */
    record ServerClosed() implements LeaveReason {}

    /** Another session of the same client has taken the place of this one. */
    record Replaced() implements LeaveReason {}

    /** The server could not go on with the peer's session. This is a bug in the library. */
    record Failed() implements LeaveReason {}

    /** The peer was heard from, but took too little of what the server had for it. */
    record SlowConsumer() implements LeaveReason {}

    /**
     * The peer sent what the protocol forbids.
     *
     * @param what what that was
     */
    record BrokeProtocol(String what) implements LeaveReason {

        /** Checks that nothing is missing. */
        public BrokeProtocol {
            Objects.requireNonNull(what, "what");
        }
    }
}
