package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.sun.management.ThreadMXBean;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Taken;
import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.Payload;
import org.junit.jupiter.api.Test;

/**
 * What a server with sessions leaves for the garbage collector while it relays, counted by the JVM and not by time. Only what
 * the machine allocates counts: not what the test's clients do, nor the transport.
 */
class SessionAllocationTest extends SessionFixture {

    private static final Duration JOIN_PAUSE = Duration.ofMillis(5);
    /** Longer than a frame waits for company. */
    private static final Duration MESSAGE_PAUSE = Duration.ofMillis(2);
    private static final int PEERS_OF_ONE_ADDRESS = 250;
    private static final int DELIVERIES_OF_A_TRY = 10_000;
    private static final int TRIES = 3;
    private static final String TEXT = "x".repeat(64);

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<HandClient> members = new ArrayList<>();
    private final Map<Long, HandClient> bySession = new HashMap<>();
    private final List<ByteBuffer> unacknowledged = new ArrayList<>();
    private long roomMessages;
    private long grantedMessages = LIMITS.channelCredit();
    private long allocatedBytes;
    private long datagrams;
    private long sentBytes;

    /** What relaying takes, in bytes. */
    private record Bytes(double perDelivery, double perDatagram) {}

    @Override
    int mostMembers() {
        return 1_001;
    }

    @Test
    void aDatagramOfASessionCostsTheSameHoweverManyAreInTheRoom() {
        Bytes ten = relayTo(10, 1);
        Bytes hundred = relayTo(100, 1);
        Bytes thousand = relayTo(1_000, 1);
        assertThat(ten.perDatagram()).isBetween(500.0, 6_000.0);
        // What is allocated once for each message weighs most where there are few datagrams of it.
        assertThat(hundred.perDatagram()).isLessThan(1.15 * ten.perDatagram());
        assertThat(thousand.perDatagram()).isLessThan(1.15 * hundred.perDatagram());
    }

    @Test
    void messagesThatShareADatagramShareWhatItCosts() {
        Bytes alone = relayTo(100, 1);
        Bytes together = relayTo(100, 10);
        assertThat(together.perDelivery()).isLessThan(alone.perDelivery() / 2);
    }

    private Bytes relayTo(int recipients, int messages) {
        while (members.size() <= recipients) {
            join();
        }
        Bytes least = new Bytes(Double.MAX_VALUE, Double.MAX_VALUE);
        for (int tries = 0; tries < TRIES; tries++) {
            int rounds = Math.max(1, DELIVERIES_OF_A_TRY / recipients / messages);
            allocatedBytes = datagrams = sentBytes = 0;
            for (int round = 0; round < rounds; round++) {
                say(messages);
            }
            double deliveries = (double) recipients * messages * rounds;
            assertThat(sentBytes).isGreaterThan((long) deliveries * TEXT.length());
            Bytes bytes = new Bytes(allocatedBytes / deliveries, (double) allocatedBytes / datagrams);
            least = bytes.perDelivery() < least.perDelivery() ? bytes : least;
        }
        System.out.printf(Locale.ROOT,
                "%d recipients, %d messages at a time: %.0f bytes for a delivery, %.0f for a datagram%n",
                recipients, messages, least.perDelivery(), least.perDatagram());
        return least;
    }

    private void join() {
        int place = members.size();
        HandClient member = new HandClient(this,
                at(1 + place / PEERS_OF_ONE_ADDRESS, 4_000 + place % PEERS_OF_ONE_ADDRESS), place);
        members.add(member.member("guest" + place));
        bySession.put(member.sessionId(), member);
        acknowledgeAll();
        passes(JOIN_PAUSE);
        acknowledgeAll();
        asks.clear();
        events.clear();
    }

    /** The first member says something, and all others hear it; everybody acknowledges what comes. */
    private void say(int messages) {
        Frame[] frames = new Frame[messages];
        for (int i = 0; i < messages; i++) {
            // Frames of a channel are numbered from 0, what is said in it from 1.
            frames[i] = new Frame.Message(ServerRooms.LOBBY_CHANNEL, roomMessages,
                    new RoomFormat.Said(++roomMessages, Payload.utf8(TEXT).asByteBuffer()).write());
        }
        receive(members.getFirst(), members.getFirst().packet(frames));
        settle();
        long until = now + MESSAGE_PAUSE.toNanos();
        while (server.nextDeadline() <= until) {
            now = Math.max(now, server.nextDeadline());
            machine(() -> server.onTimer(now, out));
            settle();
        }
        now = until;
        grantCredit();
    }

    private void receive(HandClient from, ByteBuffer datagram) {
        datagrams++;
        machine(() -> server.onDatagram(now, from.address(), datagram, out));
    }

    /** Everything that the machine allocates goes through here. */
    private void machine(Runnable step) {
        long before = thread.getCurrentThreadAllocatedBytes();
        step.run();
        allocatedBytes += thread.getCurrentThreadAllocatedBytes() - before;
    }

    /** What the server sent arrives and is acknowledged, and its application takes what it hears. */
    private void settle() {
        sent();
        for (Event event : List.copyOf(events)) {
            Taken taken = event.whenTaken();
            if (taken != null) {
                machine(() -> taken.onTaken(now, out));
            }
        }
        events.clear();
        acknowledgeAll();
    }

    @Override
    List<Sent> sent() {
        List<Sent> sent = super.sent();
        datagrams += sent.size();
        for (Sent packet : sent) {
            sentBytes += packet.datagram().remaining();
            if (packet.type() == PacketType.DATA) {
                unacknowledged.add(packet.datagram());
            }
        }
        return sent;
    }

    private void acknowledgeAll() {
        List<ByteBuffer> packets = List.copyOf(unacknowledged);
        unacknowledged.clear();
        for (ByteBuffer packet : packets) {
            HandClient member = Objects.requireNonNull(bySession.get(DataPacket.sessionId(packet)));
            receive(member, member.packet(acknowledgement(packet)));
        }
        sent();
    }

    private static Frame acknowledgement(ByteBuffer packet) {
        try {
            return new Frame.Ack(AckRanges.ofFields(DataPacket.number(packet), 0), 0);
        } catch (AcknowledgementException e) {
            throw new AssertionError(e);
        }
    }

    /** All members have taken what they got, and tell so as rarely as real clients do. */
    private void grantCredit() {
        if (roomMessages + LIMITS.channelCredit() - grantedMessages >= LIMITS.channelCredit() / 2) {
            grantedMessages = roomMessages + LIMITS.channelCredit();
            for (HandClient member : members) {
                receive(member, member.packet(
                        new Frame.Credit(ServerRooms.LOBBY_CHANNEL, grantedMessages),
                        new Frame.Credit(ChannelId.CONTROL, grantedMessages),
                        new Frame.SessionCredit(grantedMessages * 2 * TEXT.length() + LIMITS.sessionCreditBytes())));
            }
            settle();
        }
    }
}
