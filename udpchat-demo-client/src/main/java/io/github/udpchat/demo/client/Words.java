package io.github.udpchat.demo.client;

import java.time.Duration;
import java.util.Locale;

import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.RoomId;

/** Says in words what the library says in types. */
final class Words {

    private Words() {}

    /** {@return what tells that a line belongs to a room; nothing for the lobby, where everybody is} */
    static String inFrontOf(RoomId room) {
        return room.equals(RoomId.LOBBY) ? "" : "#" + room + " ";
    }

    /** {@return a line of somebody, as classic peers write it} */
    static String spoken(String author, String text) {
        return "[" + author + "]->" + text;
    }

    /** {@return a text, or its beginning where it is longer than so many characters} */
    static String shortened(String text, int chars) {
        return text.codePointCount(0, text.length()) <= chars
                ? text
                : text.substring(0, text.offsetByCodePoints(0, chars)) + "…";
    }

    /** {@return how long ago something was} */
    static String ago(Duration age) {
        long seconds = age.toSeconds();
        String amount = seconds < 100 ? seconds + " s"
                : seconds < 6_000 ? age.toMinutes() + " min" : age.toHours() + " h";
        return "(" + amount + " ago)";
    }

    static String of(Participant person) {
        return person.name() + switch (person.role()) {
            case LISTENER -> " (listener)";
            case MEMBER -> "";
            case MODERATOR -> " (moderator)";
        };
    }

    static String of(DropReason why) {
        return switch (why) {
            case NOT_A_MEMBER -> "you are not in that room";
            case NOT_CONNECTED -> "there is no connection to the server";
            case CLOSED -> "the client was closed";
            case SERVER_CLOSING -> "the server is about to close";
            case QUEUE_FULL -> "too much waits for its outcome already";
            case TOO_MANY_ROOMS -> "you are in too many rooms, or the server has too many";
            case ROOM_NOT_ALLOWED -> "the server does not allow that room";
            case REFUSED_BY_SERVER -> "the server does not relay it";
            case MUTED -> "you may not speak";
            case NOT_STORED -> "the server could not store it";
            case BANNED -> "you are banned";
            case NO_SUCH_PEER -> "nobody of that name is there any more";
            case PEER_BEHIND -> "too much waits for that person already";
            // The others happen to datagrams rather than to people.
            default -> why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    static String of(Delivery.Cause cause) {
        return switch (cause) {
            case NO_ACKNOWLEDGEMENT -> "nobody acknowledges it";
            case SESSION_LOST -> "the connection was lost";
            case SERVER_RESTARTED -> "the server was started again, or is another one now";
            case RECEIPT_LOST -> "the answer was lost";
        };
    }

    static String of(DisconnectReason why) {
        return switch (why) {
            case DisconnectReason.TimedOut(var limit) -> "no answer within " + limit.toSeconds() + " s";
            case DisconnectReason.WrongServerKey(var seen) -> "the server has another key now, " + seen;
            case DisconnectReason.VersionNotSpoken(var spoken) -> "the server speaks versions " + spoken + " only";
            case DisconnectReason.Refused(var reason, var text) -> "refused, " + of(reason) + quoted(text);
            case DisconnectReason.Removed(var text) -> "you were removed" + quoted(text);
            case DisconnectReason.ServerClosed closed -> "the server has closed";
            case DisconnectReason.ServerRestarted restarted -> "the server was started again";
            case DisconnectReason.Replaced replaced -> "another client of yours has taken your place";
            case DisconnectReason.Silence(var limit) -> "nothing heard for " + limit.toSeconds() + " s";
            case DisconnectReason.TooSlow slow -> "too slow for what the server had to say";
            case DisconnectReason.ProtocolBroken(var text) -> "the protocol was broken" + quoted(text);
            case DisconnectReason.Closed closed -> "closed";
            case DisconnectReason.ServerFailed failed -> "the server could not go on";
        };
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "" : ": \"" + text + "\"";
    }
}
