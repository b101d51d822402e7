package io.github.udpchat.internal.session;

import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;

/** What the end of a session means to the application, at either side: PROTOCOL.md, sections 2.11 and 2.13. */
final class Endings {

    private Endings() {}

    /** {@return why a member has left, at a server} */
    static LeaveReason ofMember(SessionEnd end, Link link) {
        return switch (end) {
            case SessionEnd.ByPeer byPeer -> new LeaveReason.Left();
            case SessionEnd.Silence silence -> new LeaveReason.TimedOut(link.idleTimeout());
            case SessionEnd.TooSlow slow -> new LeaveReason.SlowConsumer();
            case SessionEnd.Violation(String what) -> new LeaveReason.BrokeProtocol(what);
            case SessionEnd.Forgotten forgotten -> throw new AssertionError("nobody resets a server");
        };
    }

    /** {@return why a session has ended, at a client} */
    static DisconnectReason of(SessionEnd end, Link link) {
        return switch (end) {
            case SessionEnd.ByPeer(long code, String text) -> of(code, text);
            case SessionEnd.Silence silence -> new DisconnectReason.Silence(link.idleTimeout());
            case SessionEnd.Violation(String what) -> new DisconnectReason.ProtocolBroken("server: " + what);
            case SessionEnd.TooSlow slow -> throw new AssertionError("a client waits for a slow server");
            case SessionEnd.Forgotten forgotten -> new DisconnectReason.ServerRestarted();
        };
    }

    private static DisconnectReason of(long code, String text) {
        return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
            case CloseCode.SERVER_CLOSES -> new DisconnectReason.ServerClosed();
            case CloseCode.VIOLATION -> new DisconnectReason.ProtocolBroken("client: " + text);
            case CloseCode.BY_APPLICATION, CloseCode.REMOVED -> new DisconnectReason.Removed(text);
            case CloseCode.SLOW_CONSUMER -> new DisconnectReason.TooSlow();
            case CloseCode.REPLACED -> new DisconnectReason.Replaced();
            case CloseCode.REJECTED -> new DisconnectReason.Refused(DropReason.ADMISSION_REJECTED, text);
            case CloseCode.NO_ANSWER -> new DisconnectReason.Refused(DropReason.ADMISSION_FAILED, text);
            case CloseCode.SERVER_FULL -> new DisconnectReason.Refused(DropReason.SERVER_FULL, text);
            case CloseCode.SERVER_BUSY -> new DisconnectReason.Refused(DropReason.ADMISSION_BUSY, text);
            case CloseCode.NAME_NOT_ALLOWED -> new DisconnectReason.Refused(DropReason.NAME_NOT_ALLOWED, text);
            case CloseCode.NAME_TAKEN -> new DisconnectReason.Refused(DropReason.NAME_TAKEN, text);
            case CloseCode.PLAINTEXT -> new DisconnectReason.Refused(DropReason.PLAINTEXT_ROOM, text);
            case CloseCode.NAME_OF_ANOTHER_KEY -> new DisconnectReason.Refused(
                    DropReason.NAME_OF_ANOTHER_KEY, text);
            case CloseCode.BANNED -> new DisconnectReason.Refused(DropReason.BANNED, text);
            default -> new DisconnectReason.ServerFailed();
        };
    }

    /** {@return whether a client that has lost a session for this reason may make another one: section 2.13} */
    static boolean mayTryAgain(DisconnectReason why, boolean wasMember) {
        return switch (why) {
            case DisconnectReason.ServerClosed closed -> true;
            case DisconnectReason.ServerRestarted restarted -> true;
            case DisconnectReason.ServerFailed failed -> true;
            case DisconnectReason.Silence silence -> true;
            case DisconnectReason.TooSlow slow -> true;
            case DisconnectReason.TimedOut late -> true;
            // Whoever shows another key, or speaks of other versions, need not be the server.
            case DisconnectReason.WrongServerKey forged -> true;
            case DisconnectReason.VersionNotSpoken forged -> true;
            case DisconnectReason.Refused(DropReason reason, String text) -> wasMember
                    && (reason == DropReason.ADMISSION_FAILED || reason == DropReason.ADMISSION_BUSY
                            || reason == DropReason.SERVER_FULL);
            case DisconnectReason.Removed removed -> false;
            case DisconnectReason.Replaced replaced -> false;
            case DisconnectReason.ProtocolBroken broken -> false;
            case DisconnectReason.Closed closed -> false;
        };
    }

    /** {@return whether the server does not know the session any more, or is not there} */
    static boolean isForgottenOrSilent(DisconnectReason why) {
        return why instanceof DisconnectReason.ServerRestarted || why instanceof DisconnectReason.Silence;
    }
}
