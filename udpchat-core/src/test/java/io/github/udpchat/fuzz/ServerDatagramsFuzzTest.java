package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import io.github.udpchat.internal.session.Inside;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.model.DropReason;

/**
 * Datagrams from anybody to a server of both protocols, which has a classic member, an open session and a half-open one. The
 * input is a script of datagrams, replays and time.
 */
class ServerDatagramsFuzzTest {

    private static final InetSocketAddress MEMBER = Drain.address("198.51.100.1", 4001);
    private static final InetSocketAddress HALF_OPEN = Drain.address("198.51.100.2", 4002);
    private static final InetSocketAddress CLASSIC = Drain.address("203.0.113.1", 4003);
    private static final List<InetSocketAddress> ADDRESSES = List.of(
            Drain.address("192.0.2.1", 1000), Drain.address("192.0.2.1", 1001), Drain.address("2001:db8::1", 1000),
            MEMBER, HALF_OPEN, CLASSIC);
    private static final int SITES = 5;
    private static final int MOST_AT_A_SITE = 8;

    private static final Duration LONGEST_STEP = Duration.ofSeconds(4);
    private static final Duration LONGEST = Duration.ofSeconds(12);

    private final ServerWorld world = new ServerWorld();
    private final TestClient member = TestClient.halfOpen(world, MEMBER, 1).joined("Ana");
    private final TestClient halfOpen = TestClient.halfOpen(world, HALF_OPEN, 3);
    private final List<byte[]> earlier = new ArrayList<>();
    private final Map<InetSocketAddress, Long> balance = new HashMap<>();
    private final Set<InetSocketAddress> proved = new HashSet<>(List.of(MEMBER));
    private Duration passed = Duration.ZERO;
    private int clients = 10;

    @FuzzTest(lifecycle = Lifecycle.PER_EXECUTION)
    void serverAnswersLegallyOrDropsAndItsMembersNoticeNothing(byte[] bytes) {
        FuzzInput script = new FuzzInput(bytes);
        arrives(CLASSIC, "Ben".getBytes(StandardCharsets.UTF_8));
        while (script.hasMore()) {
            step(script);
        }
        memberIsStillServed();
        world.allAreSilent();
    }

    private void step(FuzzInput script) {
        int kind = script.next(8);
        InetSocketAddress from = ADDRESSES.get(script.next(ADDRESSES.size()));
        switch (kind) {
            case 0 -> arrives(from, script.piece());
            case 1 -> passes(Duration.ofMillis(script.nextTwo()));
            case 2 -> arrives(from, patched(TestClient.hello(clients++), script));
            case 3 -> {
                byte[] init = TestClient.init(world, from, clients++);
                arrives(from, init.length == 0 ? init : patched(init, script));
            }
            case 4 -> {
                byte[] again = earlier.get(script.next(earlier.size())).clone();
                arrives(from, again.length == 0 ? again : patched(again, script));
            }
            case 5 -> arrives(HALF_OPEN, patched(halfOpen.ping(), script));
            case 6 -> arrives(from, patched(member.ping(), script));
            default -> arrives(HALF_OPEN, patched(halfOpen.join("Zoë"), script));
        }
    }

    private static byte[] patched(byte[] datagram, FuzzInput script) {
        script.patch(datagram);
        return datagram;
    }

    private void passes(Duration time) {
        Duration step = time.compareTo(LONGEST_STEP) < 0 ? time : LONGEST_STEP;
        if (passed.plus(step).compareTo(LONGEST) < 0) {
            passed = passed.plus(step);
            world.drain.forget();
            world.passes(step);
            world.drain.sent.forEach(this::charge);
        }
    }

    private void arrives(InetSocketAddress from, byte[] datagram) {
        world.drain.forget();
        world.arrives(from, datagram);
        earlier.add(datagram);
        balance.merge(from, (long) datagram.length, Long::sum);
        requireLegal(from, datagram);
        world.drain.sent.forEach(this::charge);
        assertThat(Inside.strangers(world.sessions)).isLessThanOrEqualTo(SITES * MOST_AT_A_SITE);
    }

    /** The answer to each type of packet, by PROTOCOL.md, sections 2.4 to 2.7. */
    private void requireLegal(InetSocketAddress from, byte[] datagram) {
        List<Drain.Sent> sent = world.drain.sent;
        List<DropReason> drops = world.drain.drops;
        switch (datagram.length == 0 ? 0 : Byte.toUnsignedInt(datagram[0])) {
            case 0xF8 -> requireAnswer(from, Map.of(0xF9, 70, 0xFE, 20));
            case 0xFA -> requireAnswer(from, Map.of(0xFB, 113));
            case 0xFC -> {
                assertThat(drops).hasSizeLessThanOrEqualTo(1);
                switch (drops.isEmpty() ? null : drops.getFirst()) {
                    case MALFORMED, REPLAYED, NOT_AUTHENTIC -> assertThat(sent).isEmpty();
                    case UNKNOWN_SESSION -> requireAnswer(from, Map.of(0xFD, 25));
                    // Whoever has copied it: it is the session's address that is answered.
                    case null, default -> proved.add(
                            DataPacket.sessionId(ByteBuffer.wrap(datagram)) == member.session() ? MEMBER : HALF_OPEN);
                }
            }
            case 0xF9 -> requireOnly(unexpectedIf(datagram.length == 70));
            case 0xFB -> requireOnly(unexpectedIf(datagram.length == 113));
            case 0xFD -> requireOnly(unexpectedIf(datagram.length == 25));
            case 0xFE -> requireOnly(unexpectedIf(
                    datagram.length >= 20 && datagram.length <= 48 && datagram.length == 18 + 2 * datagram[17]));
            case 0xFF -> requireOnly(DropReason.MALFORMED);
            default -> {
                if (drops.isEmpty()) {
                    proved.add(from);
                }
                assertThat(sent).allMatch(line -> line.type() < 0xF8, "classic leads to classic");
            }
        }
    }

    /** A packet of servers; its form is judged first. */
    private static DropReason unexpectedIf(boolean wellFormed) {
        return wellFormed ? DropReason.UNEXPECTED : DropReason.MALFORMED;
    }

    private void requireOnly(DropReason why) {
        assertThat(world.drain.drops).containsExactly(why);
        assertThat(world.drain.sent).isEmpty();
    }

    private void requireAnswer(InetSocketAddress to, Map<Integer, Integer> lengthsOfTypes) {
        assertThat(world.drain.sent.size()).isLessThanOrEqualTo(1);
        assertThat(world.drain.sent.size() + world.drain.drops.size()).isBetween(1, 2);
        for (Drain.Sent answer : world.drain.sent) {
            assertThat(answer.to()).isEqualTo(to);
            assertThat(lengthsOfTypes).containsEntry(answer.type(), answer.datagram().length);
        }
    }

    /** Nobody gets more than came from there, until there is somebody who has shown something. */
    private void charge(Drain.Sent sent) {
        assertThat(sent.datagram().length).isLessThanOrEqualTo(1200);
        assertThat(sent.type()).as("type").isNotIn(0xF8, 0xFA, 0xFF);
        if (sent.type() == 0xFC) {
            assertThat(DataPacket.isWellFormed(ByteBuffer.wrap(sent.datagram()))).isTrue();
        }
        long left = balance.merge(sent.to(), (long) -sent.datagram().length, Long::sum);
        if (!proved.contains(sent.to())) {
            assertThat(left).as("bytes that came from %s less those that went there", sent.to()).isNotNegative();
        }
    }

    private void memberIsStillServed() {
        assertThat(world.hub.peers()).anyMatch(peer -> peer.name().equals("Ana"));
        world.drain.forget();
        long number = member.sending().nextNumber();
        world.arrives(MEMBER, member.ping());
        world.passes(Duration.ofMillis(30));
        assertThat(member.understand()).anyMatch(frame -> frame instanceof Frame.Ack(var ranges, long delay)
                && ranges.contains(number));
    }
}
