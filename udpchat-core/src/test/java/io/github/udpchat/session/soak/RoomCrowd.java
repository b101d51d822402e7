package io.github.udpchat.session.soak;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.model.TrafficStats;
import io.github.udpchat.session.RoomMinutes;
import io.github.udpchat.session.RoomVisitor;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A server and clients in rooms of some twenty, over sockets and without a bad link; they talk, leave rooms and come again. Owned by
 * the thread that made it; while a round lasts, one other thread moves them.
 */
final class RoomCrowd implements Crowd {

    private static final int CLIENTS_FOR_A_ROOM = 10;
    private static final int FEWEST_ROOMS = 4;
    private static final int ROOMS_OF_EACH = 2;
    private static final int RECALL = 20;
    private static final int MOST_PADDING = 300;

    /** With each message somebody leaves a room, or somebody comes again, one of so many times. */
    private static final int MOVES_ONE_IN = 2;

    /** Whoever leaves a room is away for so many moves of others, at least. */
    private static final int MOVES_AWAY = 50;

    /** So many shake hands side by side: a server takes 200 a second. */
    private static final int SIDE_BY_SIDE = 50;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(90);
    private static final int MOST_VIOLATIONS = 20;

    private final SplittableRandom random = new SplittableRandom(3);
    private final List<String> violations = new ArrayList<>();
    private final RoomMinutes lobby = minutes("lobby");
    private final List<RoomMinutes> rooms = new ArrayList<>();
    private final Map<RoomId, RoomMinutes> all = new ConcurrentHashMap<>();
    private final List<RoomVisitor> visitors = new ArrayList<>();
    private final Queue<Away> away = new ArrayDeque<>();
    private final AtomicLong joins = new AtomicLong();
    private final ChatServer chat;
    private int lostByThoseWhoLeft;
    private int names;

    /** Somebody who has left a room, and comes again. */
    private record Away(RoomVisitor visitor, RoomMinutes room) {}

    RoomCrowd(int clients) {
        for (int room = 0; room < Math.max(FEWEST_ROOMS, clients / CLIENTS_FOR_A_ROOM); room++) {
            rooms.add(minutes("room " + room));
        }
        rooms.forEach(room -> all.put(room.room(), room));
        all.put(lobby.room(), lobby);
        chat = ChatServer.builder().protocol(Protocol.SESSION).bind("127.0.0.1", 0).maxPeers(clients + 1)
                .listener(new Hearing()).start();
        try {
            for (int place = 0; place < clients; place++) {
                visitors.add(null);
            }
            seat(0, clients);
            settle();
        } catch (RuntimeException | Error notSeated) {
            close();
            throw notSeated;
        }
    }

    private RoomMinutes minutes(String room) {
        return new RoomMinutes(room, RECALL, this::violated);
    }

    /** What the server hears. */
    private final class Hearing implements ChatServerListener {

        @Override
        public void onJoined(Peer peer, RoomId room) {
            joins.incrementAndGet();
        }

        @Override
        public void onMessage(Peer from, ChatMessage message) {
            all.get(message.room()).note(message.position().orElseThrow(), message.line());
        }

        @Override
        public void onError(String during, Throwable error) {
            violated(during + " failed at the server: " + error);
        }
    }

    private void violated(String what) {
        synchronized (violations) {
            if (violations.size() < MOST_VIOLATIONS) {
                violations.add(what);
            }
        }
    }

    @Override
    public List<String> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    // ---- coming and going

    /** Has new clients take places, some side by side. */
    private void seat(int first, int count) {
        try (ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE, Thread.ofVirtual().factory())) {
            List<Future<RoomVisitor>> coming = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = "client" + names++;
                coming.add(threads.submit(() -> new RoomVisitor(ChatClient.builder().protocol(Protocol.SESSION)
                        .server(chat.localAddress()).name(name).recall(RECALL).connectTimeout(CONNECT_TIMEOUT), lobby,
                        name, this::violated)));
            }
            for (int i = 0; i < count; i++) {
                RoomVisitor visitor = Crowd.connected(coming.get(i));
                visitors.set((first + i) % visitors.size(), visitor);
                for (int wanted = 0; wanted < ROOMS_OF_EACH;) {
                    RoomMinutes room = rooms.get(random.nextInt(rooms.size()));
                    if (!visitor.wants(room)) {
                        visitor.enter(room);
                        wanted++;
                    }
                }
            }
        }
    }

    @Override
    public void change(int count) {
        int first = random.nextInt(visitors.size());
        for (int i = 0; i < count; i++) {
            RoomVisitor visitor = visitors.get((first + i) % visitors.size());
            lostByThoseWhoLeft += visitor.lost();
            away.removeIf(absent -> absent.visitor() == visitor);
            visitor.close();
        }
        seat(first, count);
    }

    // ---- talking

    @Override
    public void talk(Duration length, double messagesPerSecond) {
        someone().says(lobby, MOST_PADDING);
        try (ScheduledExecutorService mover = Executors.newSingleThreadScheduledExecutor()) {
            long end = System.nanoTime() + length.toNanos();
            Future<?> talk = mover.scheduleAtFixedRate(this::moveNext, 0,
                    (long) (TimeUnit.SECONDS.toNanos(1) / messagesPerSecond), TimeUnit.NANOSECONDS);
            Awaitility.await().atMost(length.plus(SETTLING)).pollInterval(Duration.ofMillis(50))
                    .until(() -> talk.isDone() || System.nanoTime() >= end);
            if (talk.isDone()) {
                violated("nobody could speak any more: " + talk);
            }
            talk.cancel(false);
        }
        settle();
    }

    private void moveNext() {
        RoomVisitor speaker = someone();
        List<RoomMinutes> in = roomsOf(speaker);
        if (!in.isEmpty()) {
            speaker.says(in.get(random.nextInt(in.size())), random.nextInt(MOST_PADDING));
        }
        if (random.nextInt(MOVES_ONE_IN) == 0) {
            leavesOrComesAgain();
        }
    }

    private void leavesOrComesAgain() {
        RoomVisitor mover = someone();
        List<RoomMinutes> in = roomsOf(mover);
        if (!in.isEmpty()) {
            RoomMinutes room = in.get(random.nextInt(in.size()));
            mover.leave(room);
            away.add(new Away(mover, room));
        }
        if (away.size() > MOVES_AWAY) {
            Away back = away.remove();
            back.visitor().enter(back.room());
        }
    }

    private List<RoomMinutes> roomsOf(RoomVisitor visitor) {
        return visitor.rooms().stream().filter(room -> room != lobby).toList();
    }

    private RoomVisitor someone() {
        return visitors.get(random.nextInt(visitors.size()));
    }

    private void settle() {
        try {
            Awaitility.await().atMost(SETTLING).pollInterval(Duration.ofMillis(20)).until(
                    () -> visitors.stream().allMatch(RoomVisitor::isSettled)
                            && all.values().stream().allMatch(RoomMinutes::isSettled));
        } catch (ConditionTimeoutException late) {
            violated("not all is settled after " + SETTLING);
        }
        all.values().forEach(RoomMinutes::settle);
        visitors.forEach(RoomVisitor::settle);
    }

    // ---- figures

    @Override
    public Figures figures() {
        return new Figures(all.values().stream().mapToLong(RoomMinutes::count).sum(),
                all.values().stream().mapToLong(RoomMinutes::heard).sum(), joins.get(),
                lostByThoseWhoLeft + visitors.stream().mapToInt(RoomVisitor::lost).sum());
    }

    @Override
    public String datagrams() {
        TrafficStats traffic = chat.stats().traffic();
        return traffic.datagramsReceived() + traffic.datagramsSent() + " | 0";
    }

    @Override
    public void close() {
        visitors.stream().filter(visitor -> visitor != null).forEach(RoomVisitor::close);
        chat.close();
    }
}
