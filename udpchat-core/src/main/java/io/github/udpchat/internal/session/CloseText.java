package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import io.github.udpchat.internal.wire.Frame;

/** The words in a CLOSE: PROTOCOL.md, section 2.8. */
final class CloseText {

    private CloseText() {}

    /** {@return the longest beginning of a text that fits, whole characters only} */
    static String fitting(String text) {
        CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE);
        ByteBuffer bytes = ByteBuffer.allocate(Frame.Close.MAX_TEXT_BYTES);
        utf8.encode(CharBuffer.wrap(text), bytes, true);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
}
