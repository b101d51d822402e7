package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed again and again while its clients talk, over real sockets: PROTOCOL.md, section 2.13. In full with
 * {@code -Dsession.endurance=full}: 20 times.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(900)
class KilledServerTest {

    private static final int CLIENTS = 15;
    private static final int KILLS = Endurance.FULL ? 20 : 2;
    private static final int MESSAGES_A_SECOND = 10;
    private static final BadLinkProxy.Quality LINK = new BadLinkProxy.Quality(0, Duration.ofMillis(20));

    /** A client with something unacknowledged is back so soon after the server. */
    private static final Duration LIMIT = Duration.ofSeconds(7);

    /** For a machine that builds; the full run bears none. */
    private static final Duration SLACK = Duration.ofSeconds(Endurance.FULL ? 0 : 15);

    /** Whose outcome came so shortly before a kill may not have reached the listener of a server that was killed. */
    private static final Duration TAIL = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int REPLAYS_UNDER_LOAD = 300;

    /** So many are on their way at once where none may be lost: they fit into the smallest receive buffer. */
    private static final int REPLAYS_AT_A_TIME = 64;

    private final SplittableRandom random = new SplittableRandom(3);
    private final Queue<BadLinkProxy.Passing> passed = new ConcurrentLinkedQueue<>();
    private final List<Survivor> survivors = new ArrayList<>();
    private final List<Long> killedAt = new ArrayList<>();
    private final List<Long> backAfterNanos = new ArrayList<>();
    private final List<Long> backAfterKillNanos = new ArrayList<>();
    private MortalServer server;
    private BadLinkProxy link;

    @Test
    void clientsComeBackSoonAndNoMessageIsHeardTwiceOrWithoutAnOutcome(@TempDir Path folder) throws Exception {
        InetSocketAddress address = QuietPort.next();
        try (MortalServer mortal = new MortalServer(address, folder.resolve("server.key"));
                BadLinkProxy proxy = BadLinkProxy.to(address, LINK, 1)) {
            server = mortal;
            link = proxy;
            link.tap(passed::add);
            connectAll();
            List<BadLinkProxy.Passing> ofTheDead = talkAndKill();
            replayInSilence(ofTheDead);
            server.kill();
        } finally {
            survivors.forEach(Survivor::close);
        }
        checkOutcomes();
        checkTimes();
    }

    private void connectAll() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Survivor>> connecting = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = "client" + i;
                connecting.add(threads.submit(() -> new Survivor(link.address(), name)));
            }
            for (Future<Survivor> each : connecting) {
                survivors.add(each.get());
            }
        }
    }

    private List<BadLinkProxy.Passing> talkAndKill() {
        List<BadLinkProxy.Passing> ofTheDead = List.of();
        try (ScheduledExecutorService speaker = Executors.newSingleThreadScheduledExecutor()) {
            Future<?> talk = speaker.scheduleAtFixedRate(() -> survivors.forEach(Survivor::speaks), 0,
                    TimeUnit.SECONDS.toMillis(1) / MESSAGES_A_SECOND, TimeUnit.MILLISECONDS);
            for (int kill = 1; kill <= KILLS; kill++) {
                talkFor(MESSAGES_A_SECOND + random.nextInt(MESSAGES_A_SECOND));
                ofTheDead = killAndStartAgain();
                ofTheDead.stream().limit(REPLAYS_UNDER_LOAD).forEach(link::replay);
            }
            talkFor(MESSAGES_A_SECOND);
            assertThat(talk.isDone()).as("talking failed: %s", talk).isFalse();
            talk.cancel(false);
        }
        await().atMost(PATIENCE).until(() -> survivors.stream().noneMatch(Survivor::isWaitingForAnOutcome));
        return ofTheDead;
    }

    /** Waits until each has said some more, and the server has relayed something of each since. */
    private void talkFor(int messages) {
        List<Integer> from = survivors.stream().map(survivor -> survivor.said().size()).toList();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            boolean all = true;
            for (int i = 0; i < survivors.size(); i++) {
                List<Survivor.Said> said = survivors.get(i).said();
                int begin = from.get(i);
                all &= said.size() >= begin + messages && said.subList(begin, said.size()).stream()
                        .anyMatch(each -> !each.isOpen() && each.end().join().delivery() instanceof Delivery.Relayed);
            }
            return all;
        });
    }

    /** {@return what the clients have sent to the server that is dead now, in its life and after its death} */
    private List<BadLinkProxy.Passing> killAndStartAgain() {
        int lettingsIn = killedAt.size() + 1;
        if (lettingsIn % 2 == 0) {
            link.cut(); // What the server says in its last moment is lost.
        }
        long kill = System.nanoTime();
        killedAt.add(kill);
        server.kill();
        link.mend();
        server.start();
        long listens = System.nanoTime();
        List<BadLinkProxy.Passing> ofTheDead = List.copyOf(passed);
        passed.clear();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(
                () -> survivors.stream().allMatch(survivor -> survivor.connectedAt().size() > lettingsIn));
        for (Survivor survivor : survivors) {
            long at = survivor.connectedAt().get(lettingsIn);
            backAfterNanos.add(at - listens);
            backAfterKillNanos.add(at - kill);
        }
        return ofTheDead;
    }

    /** Nobody speaks; somebody sends once more all that was sent to the dead server. */
    private void replayInSilence(List<BadLinkProxy.Passing> ofTheDead) {
        MortalServer.Stats before = server.stats();
        assertThat(before.peers()).isEqualTo(CLIENTS);
        for (int from = 0; from < ofTheDead.size(); from += REPLAYS_AT_A_TIME) {
            int end = Math.min(from + REPLAYS_AT_A_TIME, ofTheDead.size());
            ofTheDead.subList(from, end).forEach(link::replay);
            long refused = inits(ofTheDead.subList(0, end)) + data(ofTheDead.subList(0, end));
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
                    .until(() -> dropped(server.stats()) - dropped(before) >= refused);
        }
        long inits = inits(ofTheDead);
        long data = data(ofTheDead);
        assertThat(inits).isGreaterThanOrEqualTo(CLIENTS);
        assertThat(data).isGreaterThan(CLIENTS);
        await().atMost(PATIENCE).untilAsserted(() -> {
            MortalServer.Stats after = server.stats();
            assertThat(after.drops(DropReason.UNKNOWN_SESSION) - before.drops(DropReason.UNKNOWN_SESSION))
                    .as("DATA that is accepted nowhere").isEqualTo(data);
            assertThat(cookiesRefused(after) - cookiesRefused(before)).as("INIT that makes no session")
                    .isEqualTo(inits);
            assertThat(after.joins()).isEqualTo(before.joins());
            assertThat(after.peers()).isEqualTo(before.peers());
        });
        Endurance.print("replayed to the next server: %d datagrams, among them %d INIT and %d DATA, none accepted",
                ofTheDead.size(), inits, data);
    }

    private static long inits(List<BadLinkProxy.Passing> passed) {
        return passed.stream().filter(each -> (each.datagram()[0] & 0xFF) == 0xFA).count();
    }

    private static long data(List<BadLinkProxy.Passing> passed) {
        return passed.stream().filter(each -> (each.datagram()[0] & 0xFF) == 0xFC).count();
    }

    private static long dropped(MortalServer.Stats stats) {
        return stats.drops(DropReason.UNKNOWN_SESSION) + cookiesRefused(stats);
    }

    private static long cookiesRefused(MortalServer.Stats stats) {
        return stats.drops(DropReason.BAD_COOKIE) + stats.drops(DropReason.COOKIE_EXPIRED);
    }

    private void checkOutcomes() {
        List<String> heard = server.lives().stream().flatMap(List::stream).toList();
        assertThat(server.lives()).hasSize(KILLS + 1);
        assertThat(heard).as("what the server heard in all its lives").doesNotHaveDuplicates();
        for (Survivor survivor : survivors) {
            assertThat(heard.stream().filter(line -> line.startsWith(survivor.name() + " "))
                    .map(line -> Integer.valueOf(line.substring(line.indexOf(' ') + 1))).toList())
                    .as("what the server heard of %s", survivor.name()).isSorted();
            assertThat(survivor.violations()).isEmpty();
            assertThat(survivor.states()).as("states of %s", survivor.name())
                    .filteredOn(state -> !(state instanceof ConnectionState.Connected))
                    .hasSizeGreaterThanOrEqualTo(KILLS)
                    .allSatisfy(state -> assertThat(state).isInstanceOf(ConnectionState.Reconnecting.class));
        }
        List<Survivor.Said> relayed = ended(Delivery.Relayed.class);
        List<Survivor.Said> unconfirmed = ended(Delivery.Unconfirmed.class);
        List<Survivor.Said> said = said().toList();
        assertThat(relayed.size() + unconfirmed.size()).as("outcomes").isEqualTo(said.size());
        assertThat(unconfirmed).allSatisfy(each -> assertThat(each.end().join().delivery())
                .isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.SERVER_RESTARTED)));
        Set<String> all = new HashSet<>(heard);
        List<Survivor.Said> unheard = relayed.stream().filter(each -> !all.contains(each.toString())).toList();
        assertThat(unheard).as("relayed and not heard, long before a kill").allMatch(this::isInATail);
        long heardOfThose = unconfirmed.stream().filter(each -> all.contains(each.toString())).count();
        Endurance.print("%d clients, %d kills: %d said, %d relayed (%d of them in the last moment of a server), "
                + "%d unconfirmed (%d of them were heard), %d heard", CLIENTS, KILLS, said.size(), relayed.size(),
                unheard.size(), unconfirmed.size(), heardOfThose, heard.size());
    }

    private Stream<Survivor.Said> said() {
        return survivors.stream().flatMap(survivor -> survivor.said().stream());
    }

    private List<Survivor.Said> ended(Class<? extends Delivery> kind) {
        return said().filter(each -> kind.isInstance(each.end().join().delivery())).toList();
    }

    private boolean isInATail(Survivor.Said said) {
        long at = said.end().join().at();
        return killedAt.stream().anyMatch(kill -> Math.abs(kill - at) < TAIL.toNanos());
    }

    private void checkTimes() {
        assertThat(backAfterNanos).hasSize(CLIENTS * KILLS);
        Endurance.print("connected again after the server listened: %s; after it was killed: %s",
                Spread.of(backAfterNanos), Spread.of(backAfterKillNanos));
        assertThat(Duration.ofNanos(Spread.of(backAfterNanos).p99())).isLessThan(LIMIT.plus(SLACK));
        assertThat(survivors).allSatisfy(survivor -> assertThat(survivor.states())
                .contains(new ConnectionState.Reconnecting(new DisconnectReason.ServerRestarted())));
    }
}
