package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;

/**
 * What PROTOCOL.md, section 2.9 says of one side of a session, told in a simpler way: everything that ever came and went is
 * kept, and compared with what the side hands on, sends and grants.
 */
final class LinkModel {

    private static final int MOST_MESSAGES = 512;
    private static final int MOST_BYTES = 256 * 1024;

    private final Limits limits;

    /** Parts that came, the first of each; whole messages have one part. */
    private final Map<Message, Map<Integer, ByteBuffer>> came = new HashMap<>();
    private final Map<Message, Integer> counts = new HashMap<>();
    private final Map<Long, Long> ends = new HashMap<>();
    private final Map<Long, Long> handedOn = new HashMap<>();
    private final Set<Message> handedOnUnordered = new HashSet<>();
    private final Map<Long, Long> grantedToPeer = new HashMap<>();
    private long bytesCame;
    private long bytesHandedOn;
    private long bytesGrantedToPeer;

    /** What went, and what the peer allows. */
    private final Map<Long, Long> allowed = new HashMap<>();
    private final Map<Message, Set<Integer>> partsAcknowledged = new HashMap<>();
    private final Map<Long, List<Frame>> packets = new HashMap<>();
    private final Map<Long, List<Integer>> said = new HashMap<>();
    private final Set<Message> begun = new HashSet<>();
    private long bytesAllowed;
    private long bytesBegun;
    private int underWay;
    private int bytesUnderWay;
    private int controlUnderWay;

    private record Message(long channel, long number) {}

    LinkModel(Limits limits) {
        this.limits = limits;
        this.bytesAllowed = limits.sessionCreditBytes();
        this.bytesGrantedToPeer = limits.sessionCreditBytes();
    }

    private static boolean isReliable(long channel) {
        return ChannelId.classOf(channel) != ChannelId.Class.LATEST;
    }

    private static boolean usesSessionCredit(long channel) {
        return isReliable(channel) && channel != ChannelId.CONTROL;
    }

    // ---- what comes

    /** The side is about to read a frame. */
    void comes(Frame frame) {
        switch (frame) {
            case Frame.Message(long channel, long number, ByteBuffer content) -> part(channel, number, 0, 1, content);
            case Frame.Fragment(long channel, long number, int index, int count, ByteBuffer content) ->
                part(channel, number, index, count, content);
            case Frame.Credit(long channel, long limit) -> allowed.merge(channel, limit, Math::max);
            case Frame.SessionCredit(long limitBytes) -> bytesAllowed = Math.max(bytesAllowed, limitBytes);
            case Frame.Ack ack -> packets.entrySet().removeIf(packet -> {
                boolean acknowledged = ack.ranges().contains(packet.getKey());
                if (acknowledged) {
                    packet.getValue().forEach(this::arrived);
                }
                return acknowledged;
            });
            case Frame.Ping ping -> {}
            case Frame.End(long channel, long number) -> ends.putIfAbsent(channel, number);
            case Frame.PathChallenge challenge -> {}
            case Frame.PathResponse response -> {}
            case Frame.Close close -> {}
        }
    }

    private void part(long channel, long number, int index, int count, ByteBuffer content) {
        Message message = new Message(channel, number);
        if (whole(message) != null || number >= ends.getOrDefault(channel, Long.MAX_VALUE)) {
            return;
        }
        counts.putIfAbsent(message, count);
        byte[] copy = new byte[content.remaining()];
        content.duplicate().get(copy);
        if (came.computeIfAbsent(message, made -> new HashMap<>()).putIfAbsent(index, ByteBuffer.wrap(copy)) == null
                && usesSessionCredit(channel)) {
            bytesCame += copy.length;
        }
    }

    /** The side hands a message on. */
    void handsOn(long channel, ByteBuffer content) {
        bytesHandedOn += usesSessionCredit(channel) ? content.remaining() : 0;
        switch (ChannelId.classOf(channel)) {
            case ORDERED -> {
                long number = handedOn.merge(channel, 1L, Long::sum) - 1;
                assertThat(whole(new Message(channel, number))).as("message %s of %s", number, channel)
                        .isEqualTo(content);
            }
            case UNORDERED -> {
                Message found = came.keySet().stream()
                        .filter(message -> message.channel() == channel && !handedOnUnordered.contains(message))
                        .filter(message -> content.equals(whole(message)))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("a message that did not come, or came once"));
                handedOnUnordered.add(found);
            }
            case LATEST -> assertThat(came.keySet())
                    .anyMatch(message -> message.channel() == channel && content.equals(whole(message)));
        }
    }

    /** {@return the message, or null if something of it is missing} */
    private ByteBuffer whole(Message message) {
        Map<Integer, ByteBuffer> parts = came.getOrDefault(message, Map.of());
        if (parts.isEmpty() || parts.size() != counts.get(message)) {
            return null;
        }
        ByteBuffer whole = ByteBuffer.allocate(parts.values().stream().mapToInt(ByteBuffer::remaining).sum());
        for (int index = 0; index < parts.size(); index++) {
            whole.put(parts.get(index).duplicate());
        }
        return whole.flip();
    }

    // ---- what goes

    /** The side has taken a message, or has not. */
    void says(long channel, int bytes, boolean taken) {
        boolean full = channel == ChannelId.CONTROL ? controlUnderWay >= MOST_MESSAGES
                : underWay >= MOST_MESSAGES || underWay > 0 && bytesUnderWay + bytes > MOST_BYTES;
        assertThat(taken && full && isReliable(channel)).as("one message too many is taken").isFalse();
        if (taken) {
            said.computeIfAbsent(channel, made -> new ArrayList<>()).add(bytes);
            count(channel, 1, bytes);
        }
    }

    /** What may be under way is counted apart for the control channel; what may be lost is not counted. */
    private void count(long channel, int messages, int bytes) {
        if (channel == ChannelId.CONTROL) {
            controlUnderWay += messages;
        } else if (isReliable(channel)) {
            underWay += messages;
            bytesUnderWay += bytes;
        }
    }

    /** The side has sent a packet. */
    void sends(long packet, List<Frame> frames) {
        assertThat(packets.put(packet, frames)).as("a packet number that was used before").isNull();
        frames.forEach(this::sends);
    }

    private void sends(Frame frame) {
        switch (frame) {
            case Frame.Message(long channel, long number, ByteBuffer content) -> {
                begins(channel, number);
                if (isReliable(channel)) {
                    assertThat(content.remaining()).isEqualTo(said.get(channel).get((int) number));
                }
            }
            case Frame.Fragment fragment -> begins(fragment.channel(), fragment.number());
            case Frame.Credit(long channel, long limit) -> {
                long before = grantedToPeer.getOrDefault(channel, (long) limits.channelCredit());
                assertThat(limit).as("credit of %s only rises", channel).isGreaterThanOrEqualTo(before);
                if (ChannelId.classOf(channel) == ChannelId.Class.ORDERED) {
                    assertThat(limit).isLessThanOrEqualTo(
                            handedOn.getOrDefault(channel, 0L) + limits.channelCredit());
                }
                grantedToPeer.put(channel, limit);
            }
            case Frame.SessionCredit(long limitBytes) -> {
                assertThat(limitBytes).as("session credit only rises").isGreaterThanOrEqualTo(bytesGrantedToPeer);
                assertThat(limitBytes).isLessThanOrEqualTo(bytesHandedOn + limits.sessionCreditBytes());
                bytesGrantedToPeer = limitBytes;
            }
            default -> {}
        }
    }

    private void begins(long channel, long number) {
        if (isReliable(channel)) {
            assertThat(number).as("number on channel %s", channel).isLessThan(
                    allowed.getOrDefault(channel, 0L) > limits.channelCredit() ? allowed.get(channel)
                            : limits.channelCredit());
        }
        if (usesSessionCredit(channel) && begun.add(new Message(channel, number))) {
            bytesBegun += said.get(channel).get((int) number);
            assertThat(bytesBegun).as("bytes begun").isLessThanOrEqualTo(bytesAllowed);
        }
    }

    private void arrived(Frame frame) {
        switch (frame) {
            case Frame.Message message -> arrived(message.channel(), message.number(), 0, 1);
            case Frame.Fragment part -> arrived(part.channel(), part.number(), part.index(), part.count());
            default -> {}
        }
    }

    private void arrived(long channel, long number, int index, int count) {
        Set<Integer> parts = partsAcknowledged.computeIfAbsent(new Message(channel, number), made -> new HashSet<>());
        if (isReliable(channel) && parts.add(index) && parts.size() == count) {
            count(channel, -1, -said.get(channel).get((int) number));
        }
    }

    /** Whatever comes, the side holds no more than it has granted. */
    void requireBounded() {
        assertThat(bytesCame - bytesHandedOn).as("bytes held").isLessThanOrEqualTo(limits.sessionCreditBytes());
    }
}
