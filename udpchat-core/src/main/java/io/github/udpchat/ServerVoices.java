package io.github.udpchat;

import java.util.Optional;
import java.util.function.Function;

import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.internal.hub.Utterance;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RoomId;

/**
 * How a server itself speaks in its rooms, in the form of each room's protocol.
 *
 * @param classic in the room of the classic protocol, if it speaks that
 * @param session under which name in those of the session protocol, if it speaks that
 */
record ServerVoices(Optional<Function<Payload, Utterance>> classic, Optional<String> session) {

    /** {@return how it speaks in a room; refuses a room that there can't be} */
    Function<Payload, Utterance> in(RoomId room) {
        boolean isClassic = room.equals(RoomId.CLASSIC);
        if (isClassic && classic.isPresent()) {
            return classic.get();
        }
        if (!isClassic && session.isPresent() && NameRules.isAllowed(room.name())) {
            return Voices.ofSessionServer(session.get());
        }
        throw new IllegalArgumentException("there is no room \"" + PrintableText.of(room.name())
                + "\" at a server that speaks "
                + (session.isPresent() ? classic.isPresent() ? "both protocols" : "the session protocol" : "classic"));
    }
}
