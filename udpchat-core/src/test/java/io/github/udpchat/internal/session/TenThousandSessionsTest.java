package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.internal.hub.HubSettings;
import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.History;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.session.Endurance;
import io.github.udpchat.session.RoomMinutes;
import io.github.udpchat.session.RoomVisitor;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A server with many sessions in many rooms. In full with {@code -Dsession.endurance=full}: 10,000 in 1,000. In virtual time, so that
 * all is in one thread, which sees every moment: 10,000 clients with real threads would be 10,000 threads of the system for their
 * listeners alone, and what they miss would be the machine's fault as often as the library's. And history becomes old there.
 */
class TenThousandSessionsTest {

    private static final int SESSIONS = Endurance.FULL ? 10_000 : 300;
    private static final int ROOMS = Endurance.FULL ? 1_000 : 30;

    /** Beside the lobby. So there are 20 in a room, more or less. */
    private static final int ROOMS_OF_EACH = 2;
    private static final int MESSAGES_OF_EACH = 5;
    private static final int MESSAGES_IN_THE_LOBBY = 5;
    private static final int RECALL = 20;
    private static final Duration TALK = Duration.ofSeconds(20);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration AWAY = Duration.ofSeconds(2);
    /** A room with more persons is crowded. */
    private static final int MOST_LISTED = 256;
    private static final int MOST_PADDING = 200;
    private static final int FIRST_PORT = 20_000;
    private static final int SOME_ROOMS = 20;
    private static final int LEAVES_ONE_IN = 20;
    private static final int QUITS_ONE_IN = 200;

    /** For what is under way. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /** Longer than the CLOSE of a member lingers, and anybody is waited for. */
    private static final Duration UNTIL_ALL_ARE_GONE = Duration.ofSeconds(60);
    private static final History HISTORY = History.defaults();

    private final SplittableRandom random = new SplittableRandom(11);
    private final List<String> violations = new ArrayList<>();
    private final RoomMinutes lobby = new RoomMinutes("lobby", RECALL, violations::add);
    private final List<RoomMinutes> rooms = new ArrayList<>();
    private final Map<RoomId, RoomMinutes> minutes = new HashMap<>();
    private final List<@Nullable RoomVisitor> present = new ArrayList<>();
    private final List<RoomVisitor> everybody = new ArrayList<>();
    private final PriorityQueue<Later> agenda = new PriorityQueue<>();
    private final SimulatedNetwork net = SimulatedNetwork.seeded(11);
    private final InsideServer server;
    private int lives;
    private int scheduled;
    private int joins;
    private int leaves;

    private record Later(Duration at, int order, Runnable action) implements Comparable<Later> {

        @Override
        public int compareTo(Later other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    TenThousandSessionsTest() throws IOException {
        server = new InsideServer(net, new HubSettings(SESSIONS + 1, 1, HISTORY, 64 * 1024 * 1024, false, null),
                RateLimits.defaults(), this::hear);
        for (int room = 0; room < ROOMS; room++) {
            rooms.add(new RoomMinutes("room " + room, RECALL, violations::add));
        }
        rooms.forEach(room -> minutes.put(room.room(), room));
        minutes.put(lobby.room(), lobby);
    }

    private void hear(Event event) {
        switch (event) {
            case ServerEvent.Joined joined -> joins++;
            case ServerEvent.Said(var from, var message, var whenTaken) ->
                minutes.get(message.room()).note(message.position().orElseThrow(), message.line());
            case ServerEvent.Left gone -> leaves++;
            case ServerEvent.Renamed renamed -> throw new AssertionError(renamed);
            case EndpointEvent.Drops(DropReason why, long count) -> {
                // Late packets of those who have left.
                if (why != DropReason.UNKNOWN_SESSION) {
                    violations.add(count + " times " + why);
                }
            }
            case EndpointEvent.PlugInFailed failed -> throw new AssertionError(failed.during(), failed.error());
            case EndpointEvent.Closed closed -> throw new AssertionError(closed);
            case ClientEvent ofAClient -> throw new AssertionError(ofAClient);
        }
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

    // ---- coming and going

    private void comes(int place) {
        RoomVisitor visitor = new RoomVisitor(client(place), lobby, "c" + place + "." + lives, violations::add);
        lives++;
        everybody.add(visitor);
        present.set(place, visitor);
        for (int wanted = 0; wanted < ROOMS_OF_EACH;) {
            RoomMinutes room = rooms.get(random.nextInt(ROOMS));
            if (!visitor.wants(room)) {
                visitor.enter(room);
                wanted++;
            }
        }
    }

    /** Each client has an address of its own, because one has too few ports. */
    private ChatClientBuilder client(int place) {
        try {
            byte[] ip = {127, 1, (byte) (place >>> 8), (byte) place};
            return ChatClient.builder().protocol(Protocol.SESSION).network(net).server(server.address())
                    .bind(new InetSocketAddress(InetAddress.getByAddress(ip), FIRST_PORT + lives))
                    .name("guest" + place).recall(RECALL);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Leaves a room, and comes again soon. */
    private void leaves(RoomVisitor visitor) {
        List<RoomMinutes> in = visitor.rooms().stream().filter(room -> room != lobby).toList();
        if (!in.isEmpty()) {
            RoomMinutes room = in.get(random.nextInt(in.size()));
            visitor.leave(room);
            later(() -> {
                if (present.contains(visitor)) {
                    visitor.enter(room);
                }
            });
        }
    }

    /** Leaves the server; somebody of the same name comes soon. */
    private void quits(RoomVisitor visitor) {
        int place = present.indexOf(visitor);
        present.set(place, null);
        visitor.close();
        later(() -> comes(place));
    }

    private void later(Runnable action) {
        agenda.add(new Later(net.now().plus(AWAY), scheduled++, action));
    }

    // ---- talking

    private void talk() {
        Duration begin = net.now();
        int messages = SESSIONS * MESSAGES_OF_EACH;
        for (int i = 0; i < messages; i++) {
            passUntil(begin.plus(TALK.multipliedBy(i).dividedBy(messages)));
            RoomVisitor speaker = someone();
            List<RoomMinutes> in = speaker.rooms().stream().filter(room -> room != lobby).toList();
            if (!in.isEmpty()) {
                speaker.says(in.get(random.nextInt(in.size())), random.nextInt(MOST_PADDING));
            }
            if (random.nextInt(LEAVES_ONE_IN) == 0) {
                leaves(someone());
            }
            if (random.nextInt(QUITS_ONE_IN) == 0) {
                quits(someone());
            }
        }
        passUntil(net.now().plus(AWAY));
        assertThat(agenda).isEmpty();
        net.advance(SETTLING);
    }

    private void passUntil(Duration time) {
        while (!agenda.isEmpty() && agenda.element().at().compareTo(time) <= 0) {
            Later next = agenda.remove();
            advanceTo(next.at());
            next.action().run();
        }
        advanceTo(time);
    }

    /** To connect takes time too, so that it may be later already. */
    private void advanceTo(Duration time) {
        if (time.compareTo(net.now()) > 0) {
            net.advance(time.minus(net.now()));
        }
    }

    private RoomVisitor someone() {
        RoomVisitor found = null;
        while (found == null) {
            found = present.get(random.nextInt(SESSIONS));
        }
        return found;
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
