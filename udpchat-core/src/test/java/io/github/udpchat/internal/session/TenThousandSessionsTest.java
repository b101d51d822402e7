package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.udpchat.ChatClient;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Presence;
import io.github.udpchat.session.Endurance;
import io.github.udpchat.session.RoomMinutes;
import io.github.udpchat.session.RoomVisitor;
import org.junit.jupiter.api.Test;

/**
 * A server with many sessions in many rooms, and all of them in the lobby. In full with {@code -Dsession.endurance=full}: 10,000 in
 * 1,000.
 */
class TenThousandSessionsTest extends ManySessions {

    private static final int MESSAGES_IN_THE_LOBBY = 5;
    private static final Duration TICK = Duration.ofMillis(10);

    /** A room with more persons is crowded. */
    private static final int MOST_LISTED = 256;
    private static final int SOME_ROOMS = 20;

    /** Longer than the CLOSE of a member lingers, and anybody is waited for. */
    private static final Duration UNTIL_ALL_ARE_GONE = Duration.ofSeconds(60);

    TenThousandSessionsTest() throws IOException {
        // Nothing but what the crowd needs.
    }

    @Test
    void whatIsSaidInARoomIsHeardThereOnceAndInOrderAndNowhereElseAndNothingIsLeftOfIt() {
        long start = System.nanoTime();
        try (net) {
            long before = net.datagramsSent();
            for (int place = 0; place < SESSIONS; place++) {
                present.add(null);
                comes(place);
            }
            net.advance(SETTLING);
            everythingWasHeard();
            everybodyKnowsWhoElseIsThere();
            report("all are there", start, before);

            before = net.datagramsSent();
            talk();
            everythingWasHeard();
            everybodyKnowsWhoElseIsThere();
            report("all have talked, and some have left and come again", start, before);

            before = net.datagramsSent();
            for (int i = 0; i < MESSAGES_IN_THE_LOBBY; i++) {
                someone().says(lobby, 50);
                net.advance(TICK);
            }
            net.advance(SETTLING);
            everythingWasHeard();
            assertThat(lobby.heard()).isEqualTo((SESSIONS - 1L) * MESSAGES_IN_THE_LOBBY);
            report("all have heard the lobby", start, before);

            before = net.datagramsSent();
            present.forEach(RoomVisitor::close);
            net.advance(UNTIL_ALL_ARE_GONE);
            assertThat(everybody).allMatch(visitor -> visitor.late() == 0);
            everybody.clear();
            present.clear();
            assertThat(server.sessionCount()).isZero();
            assertThat(leaves).isEqualTo(joins);
            report("all have left", start, before);
            whoeverComesLaterHearsWhatWasSaid();
            net.advance(HISTORY.age().plus(UNTIL_ALL_ARE_GONE));
            server.assertThatNothingIsLeft();
            everyRoomIsANewOne();
            net.advance(HISTORY.age().plus(UNTIL_ALL_ARE_GONE));
            server.assertThatNothingIsLeft();
        }
    }

    // ---- judging

    private void everythingWasHeard() {
        assertThat(present).allMatch(RoomVisitor::isSettled);
        present.forEach(RoomVisitor::settle);
        minutes.values().forEach(RoomMinutes::settle);
        assertThat(violations).isEmpty();
        assertThat(present).allSatisfy(visitor -> assertThat(visitor.lost()).isZero());
    }

    /** In the rooms; the lobby is so crowded that nobody is told of anybody, and who came into the crowd was told nothing. */
    private void everybodyKnowsWhoElseIsThere() {
        Map<RoomMinutes, Set<String>> members = new HashMap<>();
        for (RoomVisitor visitor : present) {
            visitor.rooms().forEach(
                    room -> members.computeIfAbsent(room, made -> new HashSet<>()).add(visitor.client().name()));
        }
        for (RoomVisitor visitor : present) {
            for (RoomMinutes room : visitor.rooms()) {
                Presence seen = visitor.presence(room);
                if (room == lobby) {
                    assertThat(seen).isEqualTo(new Presence(List.of(), false));
                } else if (!seen.complete() || !seen.participants().stream().map(Participant::name)
                        .collect(Collectors.toSet()).equals(members.get(room))) {
                    violations.add(visitor.client().name() + " sees in " + room.room() + " " + seen);
                }
            }
        }
        assertThat(violations).isEmpty();
        assertThat(present.subList(MOST_LISTED + 1, SESSIONS)).as("what those who came into a crowd hear of it")
                .allMatch(visitor -> visitor.presenceNews(lobby) <= 1);
    }

    private void whoeverComesLaterHearsWhatWasSaid() {
        try (RoomVisitor late = new RoomVisitor(client(0), lobby, "late", violations::add)) {
            for (RoomMinutes room : rooms.subList(0, SOME_ROOMS)) {
                long before = room.heard();
                late.enter(room).join();
                net.advance(SETTLING);
                assertThat(room.heard() - before).as("old messages").isEqualTo(Math.min(room.count(), RECALL));
                room.settle();
            }
        }
        lives++;
        assertThat(violations).isEmpty();
    }

    /** What was said there before has been forgotten, and the rooms with it. */
    private void everyRoomIsANewOne() {
        try (ChatClient first = client(0).connect()) {
            for (RoomMinutes room : rooms.subList(0, SOME_ROOMS)) {
                assertThat(first.join(room.room().name()).send("first").join()).isInstanceOfSatisfying(
                        Delivery.Relayed.class, relayed -> {
                            assertThat(relayed.at().offset()).isZero();
                            assertThat(relayed.at().epoch()).isNotEqualTo(room.epoch());
                        });
            }
        }
    }

    private void report(String what, long start, long datagramsBefore) {
        if (Endurance.FULL) {
            System.gc();
            Runtime heap = Runtime.getRuntime();
            Endurance.print(
                    "%s: %d s of real time until now, %d s of virtual time; heap in use %d MiB; %d messages said, "
                            + "heard %d times; %d datagrams",
                    what, Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                    net.now().toSeconds(), (heap.totalMemory() - heap.freeMemory()) / 1024 / 1024,
                    minutes.values().stream().mapToLong(RoomMinutes::count).sum(),
                    minutes.values().stream().mapToLong(RoomMinutes::heard).sum(),
                    net.datagramsSent() - datagramsBefore);
        }
    }
}
