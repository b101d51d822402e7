package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

/** Single fields of what client and server say to each other, with their ranges. */
final class Fields {

    private Fields() {}

    /** {@return a flag as a byte} */
    static byte flag(boolean value) {
        return (byte) (value ? 1 : 0);
    }

    /** Counters and peer ids begin at 1. */
    static long readFrom1(ByteBuffer in) throws MalformedException {
        long number = Varint.read(in);
        if (number == 0) {
            throw new MalformedException("0 where numbers begin at 1");
        }
        return number;
    }

    /** A room's channel, or that of direct messages, is an ordered one, and not that of these messages. */
    static long readRoom(ByteBuffer in) throws MalformedException {
        long channel = Varint.read(in);
        if (channel == ChannelId.CONTROL || !ChannelId.isValid(channel)
                || ChannelId.classOf(channel) != ChannelId.Class.ORDERED) {
            throw new MalformedException("a room or direct messages on channel " + channel);
        }
        return channel;
    }

    /** The channel of notices is one on which only the latest counts. */
    static long readLatest(ByteBuffer in) throws MalformedException {
        long channel = Varint.read(in);
        if (!ChannelId.isValid(channel) || ChannelId.classOf(channel) != ChannelId.Class.LATEST) {
            throw new MalformedException("notices on channel " + channel);
        }
        return channel;
    }

    static byte readByte(ByteBuffer in) throws MalformedException {
        if (!in.hasRemaining()) {
            throw new MalformedException("a byte is missing");
        }
        return in.get();
    }

    static boolean readFlag(ByteBuffer in) throws MalformedException {
        byte flag = readByte(in);
        if (flag != 0 && flag != 1) {
            throw new MalformedException("a flag is " + flag);
        }
        return flag == 1;
    }

    static long readLong(ByteBuffer in) throws MalformedException {
        if (in.remaining() < Long.BYTES) {
            throw new MalformedException("a number is cut");
        }
        return in.getLong();
    }
}
