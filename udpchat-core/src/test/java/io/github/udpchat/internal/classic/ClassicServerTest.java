package io.github.udpchat.internal.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import org.junit.jupiter.api.Test;

/** The classic protocol's server and the hub, without an engine: the test is time, network and plug-in. */
class ClassicServerTest {

    private static final long IDLE = Duration.ofMinutes(30).toNanos();

    private final Hub hub = new Hub(1000, 7);
    private final ClassicServer server = new ClassicServer(hub, new ClassicLimits(1024, 8, Duration.ofNanos(IDLE)),
            new AddressKeys(42));
    private final Outbox out = new Outbox();
    private final List<Ask.Admit> asked = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<DropReason> drops = new ArrayList<>();

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    private void receive(long now, InetSocketAddress from, String text) {
        server.onDatagram(now, from, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), out);
        sort();
    }

    private void sort() {
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            switch (notice) {
                case Ask.Admit admit -> asked.add(admit);
                case Ask.Forget forget -> {
                    heard.add("Forget");
                    forget.then().answer(0, true, out);
                }
                case Ask.Rename rename -> throw new AssertionError(rename);
                case Ask.Store store -> throw new AssertionError(store);
                case ServerEvent.Joined(Peer peer, var room) -> heard.add(peer.name() + " joined");
                case ServerEvent.Left(Peer peer, var room, var why) ->
                    heard.add(peer.name() + " " + why.getClass().getSimpleName());
                case ServerEvent.Said(Peer peer, var message, var whenTaken) ->
                    heard.add(peer.name() + " said " + message.text());
                case Event event -> heard.add(event.toString());
                case Dropped(DropReason reason) -> drops.add(reason);
                case Reply<?> reply -> reply.deliver();
                case Trace trace -> throw new AssertionError(trace);
            }
        }
    }

    private void accept(long now) {
        List.copyOf(asked).forEach(ask -> {
            asked.remove(ask);
            ask.then().answer(now, Optional.of(Admission.accept(ask.request().name())), out);
        });
        sort();
    }

    private InetSocketAddress member(long now, int port, String name) {
        InetSocketAddress address = at("127.0.0.1", port);
        receive(now, address, name);
        accept(now);
        return address;
    }

    @Test
    void whatIsSaidWhileWaitingIsHeldInOrderAndRelayedAfterTheJoin() {
        member(0, 1, "Ben");
        receive(0, at("127.0.0.1", 2), "Ana");
        for (int i = 0; i < ClassicPeer.MAX_HELD + 3; i++) {
            receive(0, at("127.0.0.1", 2), "line " + i);
        }
        assertThat(drops).hasSize(3).containsOnly(DropReason.WAITING_TOO_MUCH);
        accept(1);
        assertThat(heard).startsWith("Ben joined", "Ana joined", "Ana said line 0").endsWith("Ana said line 15");
        assertThat(out.sends()).isEqualTo(ClassicPeer.MAX_HELD);
    }

    @Test
    void leavingWhileWaitingLeavesAfterTheJoinAndTheNextTextRegistersAnew() {
        InetSocketAddress ana = at("127.0.0.1", 2);
        receive(0, ana, "Ana");
        receive(0, ana, "hello");
        receive(0, ana, "qqq");
        receive(0, ana, "Anna");
        receive(0, ana, "hello again");
        accept(1);
        assertThat(heard).containsExactly("Ana joined", "Ana said hello", "Ana Left", "Forget");
        assertThat(hub.peerCount()).isZero();
        assertThat(server.nextDeadline()).isEqualTo(Machine.NEVER);
        accept(2);
        assertThat(heard).endsWith("Anna joined", "Anna said hello again");
        assertThat(drops).isEmpty();
    }

    @Test
    void refusalCountsTheNameAndEverythingHeld() {
        InetSocketAddress ana = at("127.0.0.1", 2);
        receive(0, ana, "Ana");
        receive(0, ana, "one");
        receive(0, ana, "two");
        asked.remove(0).then().answer(1, Optional.of(Admission.reject("no")), out);
        sort();
        assertThat(drops).hasSize(3).containsOnly(DropReason.ADMISSION_REJECTED);
        receive(2, ana, "Ana again");
        assertThat(asked).hasSize(1);
    }

    /** As many register and have as much held as together may be, and one datagram more is dropped. */
    private void holdAll(int firstPort) {
        int holders = ClassicServer.MAX_HELD_IN_ALL / ClassicPeer.MAX_HELD;
        for (int port = firstPort; port < firstPort + holders; port++) {
            for (int i = 0; i <= ClassicPeer.MAX_HELD; i++) {
                receive(0, at("127.0.0.1", port), "text " + i);
            }
        }
        assertThat(drops).isEmpty();
        receive(0, at("127.0.0.1", 9000), "late");
        receive(0, at("127.0.0.1", 9000), "one too many");
        assertThat(drops).containsExactly(DropReason.WAITING_TOO_MUCH);
        drops.clear();
    }

    @Test
    void crowdThatWaitsHoldsALimitedNumberOfDatagramsAltogether() {
        holdAll(1);
        hub.onTimer(Hub.ADMISSION_TIMEOUT.toNanos(), out);
        sort();
        drops.clear();
        while (!asked.isEmpty()) {
            asked.remove(0).then().answer(1, Optional.of(Admission.reject("late, and no")), out);
        }
        holdAll(1);
        while (hub.waitingCount() > 0) {
            accept(2);
        }
        receive(3, at("127.0.0.1", 9000), "qqq");
        holdAll(1000);
    }

    @Test
    void oneAddressHasAtMostEightPeersWaitingOnesIncluded() {
        for (int port = 1; port <= 10; port++) {
            receive(0, at("192.0.2.1", port), "peer " + port);
        }
        receive(0, at("192.0.2.2", 1), "somebody else");
        assertThat(drops).containsExactly(DropReason.ADDRESS_LIMIT, DropReason.ADDRESS_LIMIT);
        assertThat(hub.waitingCount()).isEqualTo(9);
        accept(0);
        receive(1, at("192.0.2.1", 3), "qqq");
        receive(1, at("192.0.2.1", 11), "there is room again");
        assertThat(hub.waitingCount()).isEqualTo(1);
        receive(1, at("192.0.2.1", 12), "and now there is none");
        assertThat(drops).hasSize(3);
    }

    @Test
    void refusedAndTimedOutJoinsGiveTheirPlaceAtTheAddressBack() {
        for (int round = 0; round < 5; round++) {
            long now = round * 2 * Hub.ADMISSION_TIMEOUT.toNanos();
            for (int port = 1; port <= 8; port++) {
                receive(now, at("192.0.2.1", port), "peer");
            }
            hub.onTimer(now + Hub.ADMISSION_TIMEOUT.toNanos(), out);
            sort();
        }
        assertThat(drops).hasSize(40).containsOnly(DropReason.ADMISSION_TIMED_OUT);
        out.setListenerBehind(true);
        for (int port = 1; port <= 20; port++) {
            receive(Long.MAX_VALUE / 2, at("192.0.2.2", port), "peer");
        }
        assertThat(drops).doesNotContain(DropReason.ADDRESS_LIMIT);
    }

    @Test
    void silenceIsCountedFromTheLastTextAndOnlyTextBreaksIt() {
        member(0, 1, "silent");
        InetSocketAddress speaks = member(0, 2, "speaks");
        InetSocketAddress babbles = member(0, 3, "babbles");
        receive(IDLE / 2, speaks, "here");
        server.onDatagram(IDLE / 2, babbles, ByteBuffer.wrap(new byte[] {-1}), out);
        heard.clear();
        assertThat(server.nextDeadline()).isEqualTo(IDLE);
        server.onTimer(IDLE - 1, out);
        sort();
        assertThat(heard).isEmpty();
        server.onTimer(IDLE, out);
        sort();
        assertThat(heard).containsExactly("silent TimedOut", "Forget", "babbles TimedOut", "Forget");
        assertThat(server.nextDeadline()).isEqualTo(IDLE / 2 + IDLE);
        server.onTimer(IDLE / 2 + IDLE, out);
        assertThat(hub.peerCount()).isZero();
        assertThat(server.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void whoSpokeEarlyIsNotKeptUntilLaterOnesAreLookedAt() {
        InetSocketAddress early = member(0, 1, "early");
        receive(IDLE / 30, early, "here");
        member(IDLE - 1, 2, "late");
        heard.clear();
        assertThat(server.nextDeadline()).isEqualTo(IDLE / 30 + IDLE);
        server.onTimer(IDLE / 30 + IDLE, out);
        sort();
        assertThat(heard).containsExactly("early TimedOut", "Forget");
    }

    @Test
    void idleBookkeepingEndsWithTheMember() {
        for (int i = 0; i < 10_000; i++) {
            InetSocketAddress address = member(i, 1, "comes and goes");
            assertThat(server.nextDeadline()).isEqualTo(i + IDLE);
            if (i % 2 == 0) {
                receive(i, address, "qqq");
            } else {
                hub.remove(0, hub.peers().get(0).id(), "removed", out);
                sort();
            }
            assertThat(server.nextDeadline()).isEqualTo(Machine.NEVER);
        }
        assertThat(hub.joins()).isEqualTo(10_000);
        assertThat(hub.peerCount()).isZero();
    }

    @Test
    void memberIsRelayedByteForByteAndStrangersAreNot() {
        InetSocketAddress ana = member(0, 1, "Ana");
        InetSocketAddress ben = member(0, 2, "Ben");
        receive(1, ana, "qqq is not alone");
        assertThat(out.sends()).isEqualTo(1);
        assertThat(out.recipient()).isEqualTo(ben);
        assertThat(StandardCharsets.UTF_8.decode(out.datagram().duplicate()).toString()).isEqualTo("qqq is not alone");
        receive(1, at("127.0.0.1", 3), "qqq");
        assertThat(drops).containsExactly(DropReason.NOT_A_MEMBER);
        assertThat(out.sends()).isEqualTo(1);
    }
}
