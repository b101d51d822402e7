package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;

/** Reads the frames of a DATA packet: PROTOCOL.md, section 2.8. All of them, or none. */
public final class FrameReader {

    private FrameReader() {}

    /**
     * Reads what stands from position to limit; the frames' contents are views of it.
     *
     * @param fromServer whether it is a server that sent it: path frames go one way only
     * @throws MalformedException if there is a frame of another type, one that is cut, or a value out of its range
     */
    public static List<Frame> read(ByteBuffer packet, boolean fromServer) throws MalformedException {
        List<Frame> frames = new ArrayList<>(4);
        ByteBuffer in = packet.duplicate();
        int once = 0;
        while (in.hasRemaining()) {
            byte type = in.get();
            if (isOnceInAPacket(type, fromServer)) {
                if ((once & 1 << type) != 0) {
                    throw new MalformedException("a second frame of type " + type);
                }
                once |= 1 << type;
            }
            if (type != Frame.PADDING) {
                frames.add(readFrame(type, in));
            }
        }
        return frames;
    }

    private static boolean isOnceInAPacket(byte type, boolean fromServer) throws MalformedException {
        if (type == (fromServer ? Frame.PATH_RESPONSE : Frame.PATH_CHALLENGE)) {
            throw new MalformedException("a frame of type " + type + " from the wrong side");
        }
        return type == Frame.ACK || type == Frame.PATH_CHALLENGE || type == Frame.PATH_RESPONSE;
    }

    private static Frame readFrame(byte type, ByteBuffer in) throws MalformedException {
        return switch (type) {
            case Frame.PING -> new Frame.Ping();
            case Frame.ACK -> readAck(in);
            case Frame.MESSAGE -> new Frame.Message(
                    readChannel(in), Varint.read(in), Text.slice(in, Limits.LONGEST_MESSAGE_BYTES, "a message"));
            case Frame.FRAGMENT -> readFragment(in);
            case Frame.END -> new Frame.End(readChannel(in), Varint.read(in));
            case Frame.CREDIT -> new Frame.Credit(readChannel(in), Varint.read(in));
            case Frame.SESSION_CREDIT -> new Frame.SessionCredit(Varint.read(in));
            case Frame.PATH_CHALLENGE -> new Frame.PathChallenge(readLong(in));
            case Frame.PATH_RESPONSE -> new Frame.PathResponse(readLong(in));
            case Frame.CLOSE -> new Frame.Close(Varint.read(in), Text.read(in, Frame.Close.MAX_TEXT_BYTES, "a text"));
            default -> throw new MalformedException("a frame of type " + Byte.toUnsignedInt(type));
        };
    }

    private static Frame readAck(ByteBuffer in) throws MalformedException {
        long largest = Varint.read(in);
        long delayMicros = Varint.read(in);
        long further = Varint.read(in);
        if (further >= AckRanges.MOST) {
            throw new MalformedException((further + 1) + " ranges in one ACK");
        }
        long first = Varint.read(in);
        long[] gapsAndLengths = new long[2 * (int) further];
        for (int i = 0; i < gapsAndLengths.length; i++) {
            gapsAndLengths[i] = Varint.read(in);
        }
        try {
            return new Frame.Ack(AckRanges.ofFields(largest, first, gapsAndLengths), delayMicros);
        } catch (AcknowledgementException e) {
            throw new MalformedException(e.getMessage());
        }
    }

    private static Frame readFragment(ByteBuffer in) throws MalformedException {
        long channel = readChannel(in);
        long number = Varint.read(in);
        long index = Varint.read(in);
        long count = Varint.read(in);
        if (count < 2 || count > Frame.Fragment.MOST || index >= count) {
            throw new MalformedException("fragment " + index + " of " + count);
        }
        ByteBuffer content = Text.slice(in, Frame.Fragment.BYTES, "a fragment");
        boolean last = index == count - 1;
        if (last ? !content.hasRemaining() : content.remaining() < Frame.Fragment.BYTES) {
            throw new MalformedException("a fragment of " + content.remaining() + " bytes");
        }
        return new Frame.Fragment(channel, number, (int) index, (int) count, content);
    }

    private static long readChannel(ByteBuffer in) throws MalformedException {
        long channel = Varint.read(in);
        if (!ChannelId.isValid(channel)) {
            throw new MalformedException("channel " + channel);
        }
        return channel;
    }

    private static long readLong(ByteBuffer in) throws MalformedException {
        if (in.remaining() < Long.BYTES) {
            throw new MalformedException("a frame is cut");
        }
        return in.getLong();
    }
}
