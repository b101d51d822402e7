package io.github.udpchat.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An immutable sequence of bytes: what an application's message is on the wire. Compares by content.
 *
 * {@snippet :
 * Payload move = Payload.copyOf(new byte[] {3, 4});
 * room.send(move);
 * byte column = move.asByteBuffer().get();
 * }
 */
public final class Payload {

    /** No bytes. */
    public static final Payload EMPTY = new Payload(new byte[0]);

    private static final int SHOWN_BYTES = 16;

    private final byte[] bytes;

    private Payload(byte[] owned) {
        this.bytes = owned;
    }

    /**
     * A payload with a copy of an array.
     *
     * @param bytes what to copy
     * @return the payload
     */
    public static Payload copyOf(byte[] bytes) {
        return new Payload(bytes.clone());
    }

    /**
     * A payload with a copy of what remains in a buffer, from its position to its limit. The buffer is left as it was.
     *
     * @param buffer what to copy
     * @return the payload
     */
    public static Payload copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return new Payload(copy);
    }

    /**
     * A payload with the UTF-8 form of a text.
     *
     * @param text any text without unpaired surrogates
     * @return the payload
     * @throws IllegalArgumentException if the text has an unpaired surrogate, for which UTF-8 has no form
     */
    public static Payload utf8(String text) {
        Objects.requireNonNull(text, "text");
        try {
            return copyOf(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "text has an unpaired surrogate and no UTF-8 form: \"" + PrintableText.of(text) + "\"", e);
        }
    }

    /** {@return the number of bytes} */
    public int size() {
        return bytes.length;
    }

    /** {@return a new read-only view of the bytes, its position 0 and its limit {@link #size()}} */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** {@return a new array with a copy of the bytes} */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * The bytes read as UTF-8.
     *
     * @return the text
     * @throws CharacterCodingException if the bytes are not valid UTF-8 (RFC 3629)
     */
    public String decodeUtf8() throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return the size and the first bytes in hexadecimal; never the text, so that it may be logged} */
    @Override
    public String toString() {
        String shown = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
        return "Payload[" + bytes.length + " bytes: " + shown + (bytes.length > SHOWN_BYTES ? "…" : "") + "]";
    }
}
