package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.internal.hub.HubSettings;
import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.History;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.session.Endurance;
import io.github.udpchat.session.RoomMinutes;
import io.github.udpchat.session.RoomVisitor;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A server, and clients that come, enter rooms, talk, leave and come again, in virtual time, so that all is in one thread, which sees
 * every moment: 10,000 clients with real threads would be 10,000 threads of the system for their listeners alone, and what they miss
 * would be the machine's fault as often as the library's. And what is said becomes old there.
 */
abstract class ManySessions {

    static final int SESSIONS = Endurance.FULL ? 10_000 : 300;
    static final int ROOMS = Endurance.FULL ? 1_000 : 30;

    /** Beside the lobby. So there are 20 in a room, more or less. */
    private static final int ROOMS_OF_EACH = 2;
    private static final int MESSAGES_OF_EACH = 5;
    static final int RECALL = 20;
    private static final Duration TALK = Duration.ofSeconds(20);
    private static final Duration AWAY = Duration.ofSeconds(2);
    private static final int MOST_PADDING = 200;
    private static final int FIRST_PORT = 20_000;
    private static final int LEAVES_ONE_IN = 20;
    private static final int QUITS_ONE_IN = 200;

    /** For what is under way. */
    static final Duration SETTLING = Duration.ofSeconds(10);

    static final History HISTORY = History.defaults();

    private final SplittableRandom random = new SplittableRandom(11);
    final List<String> violations = new ArrayList<>();
    final RoomMinutes lobby = new RoomMinutes("lobby", RECALL, violations::add);
    final List<RoomMinutes> rooms = new ArrayList<>();
    final Map<RoomId, RoomMinutes> minutes = new HashMap<>();
    final List<@Nullable RoomVisitor> present = new ArrayList<>();
    final List<RoomVisitor> everybody = new ArrayList<>();
    private final PriorityQueue<Later> agenda = new PriorityQueue<>();
    final SimulatedNetwork net = SimulatedNetwork.seeded(11);
    final InsideServer server;
    int lives;
    private int scheduled;
    int joins;
    int leaves;

    private record Later(Duration at, int order, Runnable action) implements Comparable<Later> {

        @Override
        public int compareTo(Later other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    ManySessions() throws IOException {
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

    // ---- coming and going

    void comes(int place) {
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
    ChatClientBuilder client(int place) {
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

    void talk() {
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

    RoomVisitor someone() {
        RoomVisitor found = null;
        while (found == null) {
            found = present.get(random.nextInt(SESSIONS));
        }
        return found;
    }
}
