package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Byte fields whose length stands before them, as text and as bytes: {@code bytes(v)} of PROTOCOL.md, section 2.1. */
final class Text {

    private Text() {}

    /** {@return the text at the buffer's position, strictly UTF-8} */
    static String read(ByteBuffer in, int mostBytes, String what) throws MalformedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice(in, mostBytes, what)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(what + " is not UTF-8");
        }
    }

    /** {@return a view of the bytes at the buffer's position, which moves behind them} */
    static ByteBuffer slice(ByteBuffer in, int mostBytes, String what) throws MalformedException {
        long bytes = Varint.read(in);
        if (bytes > mostBytes) {
            throw new MalformedException(what + " has " + bytes + " bytes, more than " + mostBytes);
        }
        if (bytes > in.remaining()) {
            throw new MalformedException(what + " is cut");
        }
        ByteBuffer slice = in.slice(in.position(), (int) bytes);
        in.position(in.position() + (int) bytes);
        return slice;
    }

    /** {@return how many bytes a field with so many bytes takes} */
    static int bytes(int contentBytes) {
        return Varint.bytes(contentBytes) + contentBytes;
    }

    /** Writes a field. */
    static void write(ByteBuffer out, ByteBuffer content) {
        Varint.write(out, content.remaining());
        out.put(content.duplicate());
    }

    /** Writes a field. */
    static void write(ByteBuffer out, byte[] content) {
        write(out, ByteBuffer.wrap(content));
    }
}
