package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.udpchat.Room;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import org.junit.jupiter.api.Test;

/** Rooms of clients that lose packets and sessions: PROTOCOL.md, sections 2.13 and 2.15. */
class RoomsOverSessionsTest extends TwoOverSessions {

    RoomsOverSessionsTest() {
        super(8);
    }

    private long times(String line) {
        return log.lines().stream().filter(line::equals).count();
    }

    @Test
    void roomsAreEnteredAgainAfterARestart() {
        Room dev = ana.join("dev");
        ben.join("dev");
        passes(1);
        restart();
        passes(40);
        assertThat(times("Ana joined dev")).isEqualTo(2);
        assertThat(dev.send("here again").join()).isInstanceOfSatisfying(Delivery.Relayed.class,
                relayed -> assertThat(relayed.recipients()).isEqualTo(1));
        passes(1);
        assertThat(benHears.texts()).containsExactly("here again");
    }

    @Test
    void whatIsSaidInSeveralRoomsWhileTheLinkIsDownIsRelayedOnceAndInOrder() {
        Room dev = ana.join("dev");
        Room ops = ana.join("ops");
        ben.join("dev");
        ben.join("ops");
        passes(1);
        InstalledRule down = net.rule(LinkRule.partition(ana.localAddress()));
        List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            outcomes.add(dev.send("dev " + i));
            outcomes.add(ops.send("ops " + i));
            outcomes.add(ana.lobby().send("lobby " + i));
            passes(1);
        }
        down.remove();
        outcomes.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Delivery.Relayed.class));
        passes(5);
        for (String room : List.of("dev", "ops", "lobby")) {
            assertThat(benHears.texts().stream().filter(text -> text.startsWith(room)))
                    .isEqualTo(IntStream.range(0, 60).mapToObj(i -> room + " " + i).toList());
        }
    }

    @Test
    void aRoomThatWasLeftMeanwhileIsNotEnteredAgain() {
        Room dev = ana.join("dev");
        passes(1);
        InstalledRule down = net.rule(LinkRule.partition(ana.localAddress()));
        passes(1);
        CompletableFuture<Delivery> said = dev.send("said, and not relayed");
        passes(45);
        CompletableFuture<Delivery> waiting = dev.send("waiting");
        ana.leave(dev);
        assertThat(said.join()).isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST));
        assertThat(waiting.join()).isEqualTo(new Delivery.Refused(DropReason.NOT_A_MEMBER));
        down.remove();
        passes(60);
        assertThat(times("Ana joined lobby")).isEqualTo(2);
        assertThat(times("Ana joined dev")).isEqualTo(1);
        assertThat(ana.lobby().send("here").join()).isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void aRoomThatIsJoinedMeanwhileIsEnteredWhenTheServerIsBack() {
        Room ops = ana.join("ops");
        ana.leave(ops);
        passes(1);
        InstalledRule down = net.rule(LinkRule.partition(ana.localAddress()));
        passes(45);
        CompletableFuture<Room> dev = ana.joinAsync("dev", message -> {
        });
        CompletableFuture<Room> notForLong = ana.joinAsync("ops", message -> {
        });
        ana.leave(ops);
        passes(10);
        assertThat(dev).isNotDone();
        assertThat(notForLong).isCompletedExceptionally();
        down.remove();
        assertThat(dev.join().send("here").join()).isInstanceOf(Delivery.Relayed.class);
        passes(5);
        assertThat(times("Ana joined ops")).isEqualTo(1);
    }

    @Test
    void aRoomThatWasLeftAndIsJoinedAgainMeanwhileWaitsForTheServerToo() {
        Room dev = ana.join("dev");
        passes(1);
        InstalledRule down = net.rule(LinkRule.partition(ana.localAddress()));
        passes(45);
        ana.leave(dev);
        CompletableFuture<Room> again = ana.joinAsync("dev", message -> {
        });
        passes(5);
        assertThat(again).isNotDone();
        down.remove();
        assertThat(again.join().send("here").join()).isInstanceOf(Delivery.Relayed.class);
        assertThat(times("Ana joined dev")).isEqualTo(2);
    }

    @Test
    void whoLeavesBeforeTheServerHasLetThemInLeavesThen() {
        Room dev = ana.join("dev");
        ana.leave(dev);
        CompletableFuture<Room> wish = ana.joinAsync("dev", message -> {
        });
        ana.leave(dev);
        assertThat(wish).isNotDone();
        passes(1);
        assertThat(wish).isCompletedExceptionally();
        assertThat(times("Ana joined dev")).isEqualTo(2);
        assertThat(times("Ana left dev: Left[]")).isEqualTo(2);
        assertThat(ana.join("dev").send("here").join()).isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void roomsComeAndGoOnABadLink() {
        net.rule(LinkRule.loss(0.2));
        net.rule(LinkRule.jitter(Duration.ofMillis(1), Duration.ofMillis(80)));
        List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();
        for (int round = 0; round < 100; round++) {
            Room dev = ana.join("dev");
            for (int i = 0; i < 5; i++) {
                outcomes.add(dev.send(round + "/" + i));
                net.advance(Duration.ofMillis(round % 4));
            }
            ana.leave(dev);
        }
        for (CompletableFuture<Delivery> outcome : outcomes) {
            assertThat(outcome.join()).isInstanceOfAny(Delivery.Relayed.class, Delivery.Refused.class);
        }
        long relayed = outcomes.stream().filter(outcome -> outcome.join() instanceof Delivery.Relayed).count();
        assertThat(log.lines().stream().filter(line -> line.startsWith("Ana said"))).hasSize((int) relayed);
        assertThat(relayed).isBetween(1L, 499L);
        assertThat(times("Ana joined dev")).isEqualTo(100);
        passes(5);
        assertThat(times("Ana left dev: Left[]")).isEqualTo(100);
    }
}
