package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import org.junit.jupiter.api.Test;

/**
 * One side's {@link Outgoing} talks to the other's {@link Incoming} over a link that loses, repeats and reorders, with a
 * sender that sometimes takes for lost what has arrived: PROTOCOL.md, section 2.9. More with
 * {@code -Dsession.channels=100000}.
 */
class ChannelsOverABadLinkTest {

    private static final int SEEDS = Integer.getInteger("session.channels", 300);
    private static final int STEPS = 1_500;
    private static final long[] ORDERED = {ChannelId.CONTROL, 4, 8, 12};
    private static final long UNORDERED = ChannelId.of(0, ChannelId.Class.UNORDERED);
    private static final long LATEST = ChannelId.of(0, ChannelId.Class.LATEST);

    @Test
    void whatIsReliableArrivesOnceAndCreditIsNeverOverdrawn() throws MalformedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                new Run(seed).run();
            } catch (MalformedException | AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Run {

        private final SplittableRandom random;
        private final Limits limits;
        private final Holdings holdings = new Holdings(Long.MAX_VALUE);
        private final Outgoing outgoing;
        private final Incoming incoming;
        private final List<List<Carried.Part>> forth = new ArrayList<>();
        private final List<Frame> back = new ArrayList<>();

        /** Taken for lost by the sender, but under way. */
        private final List<List<Carried.Part>> late = new ArrayList<>();
        private final Map<Long, Queue<ByteBuffer>> said = new TreeMap<>();
        private final List<ByteBuffer> latest = new ArrayList<>();
        private int newestTaken = -1;

        Run(int seed) {
            random = new SplittableRandom(seed);
            int longest = random.nextInt(1_024, 6_000);
            limits = new Limits(longest, random.nextInt(2 * longest, 5 * longest), random.nextInt(1, 10), 30);
            outgoing = new Outgoing(limits, holdings);
            incoming = new Incoming(limits, true, holdings);
        }

        void run() throws MalformedException {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1 -> say();
                    case 2, 3 -> send();
                    case 4, 5 -> somethingHappensOnTheLink();
                    case 6 -> take();
                    default -> tellCredit();
                }
            }
            everythingArrives();
        }

        private void say() {
            long channel = switch (random.nextInt(6)) {
                case 0 -> UNORDERED;
                case 1 -> LATEST;
                default -> ORDERED[random.nextInt(ORDERED.length)];
            };
            int most = channel == ChannelId.CONTROL || channel == LATEST ? 1_024 : limits.maxMessageBytes();
            byte[] content = new byte[random.nextInt(3) == 0 ? random.nextInt(most + 1) : random.nextInt(60)];
            random.nextBytes(content);
            ByteBuffer message = ByteBuffer.wrap(content);
            if (outgoing.add(channel, message)) {
                said.computeIfAbsent(channel, none -> new ArrayDeque<>()).add(message);
                if (channel == LATEST) {
                    latest.add(message);
                }
            }
        }

        private void send() {
            List<Carried.Part> packet = new ArrayList<>();
            for (Carried.Part part = outgoing.next(); part != null && packet.size() < 3; part = outgoing.next()) {
                outgoing.sent(part);
                packet.add(part);
            }
            if (!packet.isEmpty()) {
                forth.add(packet);
            }
        }

        private void somethingHappensOnTheLink() throws MalformedException {
            if (!back.isEmpty() && random.nextBoolean()) {
                creditArrivesOrIsLost(back.remove(random.nextInt(back.size())), random.nextInt(4) == 0);
            }
            if (!late.isEmpty() && random.nextInt(3) == 0) {
                List<Carried.Part> packet = late.remove(random.nextInt(late.size()));
                arrive(packet);
                if (random.nextBoolean()) {
                    packet.forEach(outgoing::arrived);
                }
            }
            if (forth.isEmpty()) {
                return;
            }
            List<Carried.Part> packet = forth.remove(random.nextInt(forth.size()));
            switch (random.nextInt(6)) {
                case 0 -> packet.forEach(outgoing::lost);
                case 1 -> {
                    packet.forEach(outgoing::lost);
                    late.add(packet);
                }
                case 2 -> {
                    arrive(packet);
                    arrive(packet);
                    packet.forEach(outgoing::arrived);
                }
                default -> {
                    arrive(packet);
                    packet.forEach(outgoing::arrived);
                }
            }
        }

        private void arrive(List<Carried.Part> packet) throws MalformedException {
            for (Carried.Part part : packet) {
                switch (part.frame()) {
                    case Frame.Message message -> incoming.onMessage(message);
                    case Frame.Fragment fragment -> incoming.onFragment(fragment);
                    default -> throw new AssertionError("a message is sent whole or in parts");
                }
            }
        }

        private void tellCredit() {
            Frame credit = incoming.peekCredit();
            if (credit != null) {
                incoming.creditTold();
                back.add(credit);
            }
        }

        private void creditArrivesOrIsLost(Frame credit, boolean lost) {
            switch (credit) {
                case Frame.Credit(long channel, long limit) when lost -> incoming.creditLost(channel);
                case Frame.Credit(long channel, long limit) -> outgoing.allow(channel, limit);
                case Frame.SessionCredit session when lost -> incoming.sessionCreditLost();
                case Frame.SessionCredit(long limitBytes) -> outgoing.allowBytes(limitBytes);
                default -> throw new AssertionError("no credit");
            }
        }

        private boolean take() {
            if (random.nextInt(10) == 0) {
                long channel = random.nextBoolean() ? UNORDERED : ORDERED[random.nextInt(ORDERED.length)];
                incoming.name(channel);
            }
            Incoming.Arrival arrival = incoming.take();
            if (arrival == null) {
                return false;
            }
            incoming.taken(arrival.receipt());
            Queue<ByteBuffer> waited = said.getOrDefault(arrival.channel(), new ArrayDeque<>());
            if (arrival.channel() == LATEST) {
                int index = latest.lastIndexOf(arrival.content());
                assertThat(index).as("newer than what was taken").isGreaterThanOrEqualTo(newestTaken);
                newestTaken = index;
            } else if (arrival.channel() == UNORDERED) {
                assertThat(waited.remove(arrival.content())).as("said and not taken yet").isTrue();
            } else {
                assertThat(arrival.content()).isEqualTo(waited.poll());
            }
            return true;
        }

        private void everythingArrives() throws MalformedException {
            for (long channel : ORDERED) {
                incoming.name(channel);
            }
            incoming.name(UNORDERED);
            incoming.name(LATEST);
            for (int round = 0; round < 5_000; round++) {
                send();
                while (!forth.isEmpty()) {
                    List<Carried.Part> packet = forth.removeFirst();
                    arrive(packet);
                    packet.forEach(outgoing::arrived);
                }
                while (take()) {
                    tellCredit();
                }
                tellCredit();
                while (!back.isEmpty()) {
                    creditArrivesOrIsLost(back.removeFirst(), false);
                }
            }
            assertThat(outgoing.hasNext()).isFalse();
            int share = Outgoing.MOST_BYTES / Outgoing.MOST_MESSAGES;
            for (int i = 0; i < Outgoing.MOST_MESSAGES; i++) {
                assertThat(outgoing.add(LATEST + 4 * i, ByteBuffer.allocate(share))).as("all room is free").isTrue();
            }
            said.forEach((channel, waiting) -> {
                if (channel != LATEST) {
                    assertThat(waiting).as("what did not arrive on channel %s", channel).isEmpty();
                }
            });
        }
    }
}
