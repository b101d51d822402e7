package io.github.udpchat.internal.session;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import io.github.udpchat.internal.wire.ChannelId;

/**
 * How many channels of each class were opened so far, and which of them were opened in reserve: nothing has come on them, and
 * in most sessions nothing ever will, so they take no more memory than their numbers. Owned by one {@link Incoming}.
 */
final class OpenedChannels {

    private static final long[] NONE = {};

    private final long[] counts = new long[ChannelId.Class.values().length];
    private long[] inReserve = NONE;

    /** {@return how many channels of its class would be opened with a channel, itself included; not above 0 if it was} */
    long further(long channel) {
        return ChannelId.count(channel) + 1 - counts[ChannelId.classOf(channel).ordinal()];
    }

    /** Opens a channel, and with it all of its class with a lower count; returns which. */
    List<Long> open(long channel) {
        ChannelId.Class ofClass = ChannelId.classOf(channel);
        long first = counts[ofClass.ordinal()];
        counts[ofClass.ordinal()] = Math.max(first, ChannelId.count(channel) + 1);
        return LongStream.range(first, counts[ofClass.ordinal()]).mapToObj(count -> ChannelId.of(count, ofClass))
                .toList();
    }

    /** Opens a channel in reserve; those of its class with a lower count were opened before. */
    void openInReserve(long channel) {
        open(channel);
        inReserve = LongStream.concat(Arrays.stream(inReserve), LongStream.of(channel)).toArray();
    }

    /** {@return whether a channel is in reserve} */
    boolean isInReserve(long channel) {
        return Arrays.stream(inReserve).anyMatch(reserved -> reserved == channel);
    }

    /** A channel is used for the first time, and not in reserve any more; returns whether it was. */
    boolean use(long channel) {
        int before = inReserve.length;
        if (before > 0) {
            inReserve = Arrays.stream(inReserve).filter(reserved -> reserved != channel).toArray();
        }
        return inReserve.length < before;
    }
}
