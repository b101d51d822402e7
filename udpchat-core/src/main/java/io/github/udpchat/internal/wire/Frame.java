package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.github.udpchat.internal.recovery.AckRanges;

/**
 * What DATA packets carry: PROTOCOL.md, section 2.8. The content of a frame that was read is a view of the packet, and good
 * only as long as that is.
 */
public sealed interface Frame {

    byte PADDING = 0x00;
    byte PING = 0x01;
    byte ACK = 0x02;
    byte MESSAGE = 0x03;
    byte FRAGMENT = 0x04;
    byte END = 0x05;
    byte CREDIT = 0x06;
    byte SESSION_CREDIT = 0x07;
    byte PATH_CHALLENGE = 0x08;
    byte PATH_RESPONSE = 0x09;
    byte CLOSE = 0x0A;

    /** {@return how many bytes the frame takes} */
    int bytes();

    /** Writes the frame at the buffer's position. */
    void writeTo(ByteBuffer out);

    /** {@return whether the packet that carries it wants an acknowledgement} */
    default boolean elicits() {
        return true;
    }

    /** Has no effect but that it elicits. */
    record Ping() implements Frame {

        @Override
        public int bytes() {
            return 1;
        }

        @Override
        public void writeTo(ByteBuffer out) {
            out.put(PING);
        }
    }

    /**
     * Packets were received.
     *
     * @param ranges      which
     * @param delayMicros how long ago the largest of them
     */
    record Ack(AckRanges ranges, long delayMicros) implements Frame {

        @Override
        public int bytes() {
            int bytes = 1 + Varint.bytes(ranges.largest()) + Varint.bytes(delayMicros) + Varint.bytes(ranges.size() - 1)
                    + Varint.bytes(ranges.lengthField(0));
            for (int range = 1; range < ranges.size(); range++) {
                bytes += Varint.bytes(ranges.gapField(range)) + Varint.bytes(ranges.lengthField(range));
            }
            return bytes;
        }

        @Override
        public void writeTo(ByteBuffer out) {
            out.put(ACK);
            Varint.write(out, ranges.largest());
            Varint.write(out, delayMicros);
            Varint.write(out, ranges.size() - 1);
            Varint.write(out, ranges.lengthField(0));
            for (int range = 1; range < ranges.size(); range++) {
                Varint.write(out, ranges.gapField(range));
                Varint.write(out, ranges.lengthField(range));
            }
        }

        @Override
        public boolean elicits() {
            return false;
        }
    }

    /** A whole message. */
    record Message(long channel, long number, ByteBuffer content) implements Frame {

        /** {@return how many bytes stand around a content in such a frame} */
        public static int overheadBytes(long channel, long number, int contentBytes) {
            return 1 + Varint.bytes(channel) + Varint.bytes(number) + Varint.bytes(contentBytes);
        }

        @Override
        public int bytes() {
            return overheadBytes(channel, number, content.remaining()) + content.remaining();
        }

        @Override
        public void writeTo(ByteBuffer out) {
            out.put(MESSAGE);
            Varint.write(out, channel);
            Varint.write(out, number);
            Text.write(out, content);
        }
    }

    /** A part of a message. */
    record Fragment(long channel, long number, int index, int count, ByteBuffer content) implements Frame {

        /** Most parts of one message. */
        public static final int MOST = 64;

        /** How long each part is but the last, which may be shorter. */
        public static final int BYTES = 1024;

        @Override
        public int bytes() {
            return 1 + Varint.bytes(channel) + Varint.bytes(number) + Varint.bytes(index) + Varint.bytes(count)
                    + Text.bytes(content.remaining());
        }

        @Override
        public void writeTo(ByteBuffer out) {
            out.put(FRAGMENT);
            Varint.write(out, channel);
            Varint.write(out, number);
            Varint.write(out, index);
            Varint.write(out, count);
            Text.write(out, content);
        }
    }

    /** The channel has no message from a number on. */
    record End(long channel, long number) implements Frame {

        @Override
        public int bytes() {
            return 1 + Varint.bytes(channel) + Varint.bytes(number);
        }

        @Override
        public void writeTo(ByteBuffer out) {
            out.put(END);
            Varint.write(out, channel);
            Varint.write(out, number);
        }
    }

    /** Messages with numbers below a limit may be sent on the channel. */
    record Credit(long channel, long limit) implements Frame {

        @Override
        public int bytes() {
            return 1 + Varint.bytes(channel) + Varint.bytes(limit);
        }

        @Override
        public void writeTo(ByteBuffer out) {
            out.put(CREDIT);
            Varint.write(out, channel);
            Varint.write(out, limit);
        }
    }

    /** So many bytes of content may be sent in the whole session. */
    record SessionCredit(long limitBytes) implements Frame {

        @Override
        public int bytes() {
            return 1 + Varint.bytes(limitBytes);
        }

        @Override
        public void writeTo(ByteBuffer out) {
            out.put(SESSION_CREDIT);
            Varint.write(out, limitBytes);
        }
    }

    /** Whoever receives here shall say so. */
    record PathChallenge(long data) implements Frame {

        @Override
        public int bytes() {
            return 1 + Long.BYTES;
        }

        @Override
        public void writeTo(ByteBuffer out) {
            out.put(PATH_CHALLENGE).putLong(data);
        }
    }

    /** The answer to that, with the same data. */
    record PathResponse(long data) implements Frame {

        @Override
        public int bytes() {
            return 1 + Long.BYTES;
        }

        @Override
        public void writeTo(ByteBuffer out) {
            out.put(PATH_RESPONSE).putLong(data);
        }
    }

    /** The session is over. */
    record Close(long code, String text) implements Frame {

        /** Longest text, in bytes of UTF-8. */
        public static final int MAX_TEXT_BYTES = 256;

        @Override
        public int bytes() {
            return 1 + Varint.bytes(code) + Text.bytes(utf8().length);
        }

        @Override
        public void writeTo(ByteBuffer out) {
            out.put(CLOSE);
            Varint.write(out, code);
            Text.write(out, utf8());
        }

        private byte[] utf8() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean elicits() {
            return false;
        }
    }
}
