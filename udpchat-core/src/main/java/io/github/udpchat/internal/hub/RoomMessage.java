package io.github.udpchat.internal.hub;

import java.nio.ByteBuffer;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Position;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the members of a room: what the application sees, and its bytes in the form of each protocol that
 * is spoken there, made once and shared by all who receive it. Owned by the {@link Hub}'s call that says it.
 */
public final class RoomMessage {

    private final ChatMessage message;
    private final Position at;
    private @Nullable Form form;
    private @Nullable ByteBuffer bytes;
    private @Nullable Form otherForm;
    private @Nullable ByteBuffer otherBytes;

    /** A message that has no bytes yet. */
    public RoomMessage(ChatMessage message, Position at) {
        this.message = message;
        this.at = at;
    }

    /** A message that came in a form, and goes on in that as it is. */
    public RoomMessage(ChatMessage message, Position at, Form form, ByteBuffer bytes) {
        this(message, at);
        this.form = form;
        this.bytes = bytes;
    }

    /** {@return what the application sees} */
    public ChatMessage message() {
        return message;
    }

    /** {@return where it stands in the room} */
    public Position at() {
        return at;
    }

    /** {@return whether it can be said in a form} */
    boolean fits(Form wanted) {
        return find(wanted) != null;
    }

    /** {@return its bytes in a form that it fits; nobody moves their position} */
    public ByteBuffer in(Form wanted) {
        ByteBuffer found = find(wanted);
        if (found == null) {
            throw new AssertionError("what does not fit is not passed on");
        }
        return found;
    }

    private @Nullable ByteBuffer find(Form wanted) {
        if (bytes != null && form == wanted) {
            return bytes;
        }
        if (otherBytes != null && otherForm == wanted) {
            return otherBytes;
        }
        ByteBuffer made = wanted.write(message);
        if (bytes == null) {
            form = wanted;
            bytes = made;
        } else {
            otherForm = wanted;
            otherBytes = made;
        }
        return made;
    }
}
