package io.github.udpchat;

import java.util.Locale;

import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PrintableText;

/** Says in the messages of exceptions, for people, what the types say to programs. */
final class Sentences {

    private Sentences() {}

    /** {@return why a client is not let in, or is there no more} */
    static String of(DisconnectReason why) {
        return switch (why) {
            case DisconnectReason.TimedOut(var limit) -> "not let in within " + limit.toMillis() / 1000.0 + " s";
            case DisconnectReason.WrongServerKey(var seen) -> "it has another key than is trusted, " + seen;
            case DisconnectReason.VersionNotSpoken(var spoken) ->
                "it speaks versions " + spoken + " of the protocol only";
            case DisconnectReason.Refused(var reason, var text) -> of(reason) + quoted(text);
            case DisconnectReason.Removed(var text) -> "it has removed this client" + quoted(text);
            case DisconnectReason.ServerClosed closed -> "it closes";
            case DisconnectReason.ServerRestarted restarted -> "it was started again";
            case DisconnectReason.ServerFailed failed -> "it has failed";
            case DisconnectReason.Replaced replaced -> "another session of this client has taken its place";
            case DisconnectReason.Silence(var limit) -> "nothing was heard of it for " + limit.toSeconds() + " s";
            case DisconnectReason.TooSlow slow -> "this client took too slowly what it had to say";
            case DisconnectReason.ProtocolBroken(var text) -> "the protocol was broken" + quoted(text);
            case DisconnectReason.Closed closed -> "the client was closed";
        };
    }

    /** {@return what stood against it} */
    static String of(DropReason why) {
        String words = switch (why) {
            case NAME_TAKEN -> "somebody has that name";
            case NAME_NOT_ALLOWED -> "that name is not allowed";
            case NAME_OF_ANOTHER_KEY -> "that name is kept for somebody else";
            case BANNED -> "banned";
            case SERVER_FULL -> "the server is full";
            case ADMISSION_BUSY -> "the server is busy with others";
            case ADMISSION_REJECTED -> "the server says no";
            case ADMISSION_FAILED -> "the server could not decide";
            case PLAINTEXT_ROOM -> "classic peers hear that room, and the client does not agree to that";
            case ROOM_NOT_ALLOWED -> "the server does not allow that room";
            case TOO_MANY_ROOMS -> "the client is in too many rooms, or the server has too many";
            case NOT_CONNECTED -> "there is no connection to the server";
            case NOT_A_MEMBER -> "the client has left it";
            case CLOSED -> "the client was closed";
            // The others are not told to clients as what stood against them.
            default -> why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
        return words + " (" + why + ")";
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "" : ": \"" + PrintableText.of(text) + "\"";
    }
}
