package io.github.udpchat.session.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.session.BadLinkProxy;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A server, a link that loses two of a hundred datagrams each way, and clients at places of it. Owned by the thread that made
 * it; while a round lasts, one other thread lets them speak.
 */
final class SoakCrowd implements Crowd {

    private static final BadLinkProxy.Quality LINK = new BadLinkProxy.Quality(0.02, Duration.ofMillis(20));
    private static final int MOST_SHORT_BYTES = 300;
    private static final int LONG_BYTES = 2_500;
    private static final int LONG_ONE_IN = 10;

    /** Who says something has got another address before, one of so many times. */
    private static final int MOVES_ONE_IN = 20;

    /** So long until everybody has heard everything. */
    private static final Duration SETTLING = Duration.ofSeconds(90);

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Sitter> sitters = new ArrayList<>();
    private final List<InetSocketAddress> left = new ArrayList<>();
    private final Ledger ledger;
    private final Ledger.Ear server;
    private final ChatServer chat;
    private final BadLinkProxy link;
    private int lostByThoseWhoLeft;
    private int names;

    SoakCrowd(int clients) throws IOException {
        ledger = new Ledger(clients);
        server = ledger.earOfTheServer();
        chat = ChatServer.builder().protocol(Protocol.SESSION).bind("127.0.0.1", 0).maxPeers(clients + 1)
                .listener(new ChatServerListener() {
                    @Override
                    public void onMessage(Peer from, ChatMessage message) {
                        server.hears(message.line());
                    }

                    @Override
                    public void onError(String during, Throwable error) {
                        ledger.violated("%s failed at the server: %s", during, error);
                    }
                }).start();
        link = BadLinkProxy.to(chat.localAddress(), LINK, 1);
        try {
            for (int place = 0; place < clients; place++) {
                sitters.add(null);
            }
            seat(0, clients);
        } catch (RuntimeException | Error notSeated) {
            close();
            throw notSeated;
        }
    }

    /** Has new clients take places, side by side. */
    private void seat(int first, int count) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Sitter>> coming = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int place = (first + i) % sitters.size();
                String name = "client" + names++;
                coming.add(threads.submit(() -> new Sitter(link.address(), ledger, place, name)));
            }
            for (int i = 0; i < count; i++) {
                sitters.set((first + i) % sitters.size(), Crowd.connected(coming.get(i)));
            }
        }
    }

    @Override
    public void talk(Duration length, double messagesPerSecond) {
        try (ScheduledExecutorService speaker = Executors.newSingleThreadScheduledExecutor()) {
            long end = System.nanoTime() + length.toNanos();
            Future<?> talk = speaker.scheduleAtFixedRate(this::sayNext, 0,
                    (long) (TimeUnit.SECONDS.toNanos(1) / messagesPerSecond), TimeUnit.NANOSECONDS);
            Awaitility.await().atMost(length.plus(SETTLING)).pollInterval(Duration.ofMillis(50))
                    .until(() -> talk.isDone() || System.nanoTime() >= end);
            if (talk.isDone()) {
                ledger.violated("nobody could speak any more: %s", talk);
            }
            talk.cancel(false);
        }
        settle();
    }

    private void sayNext() {
        Sitter next = sitters.get(random.nextInt(sitters.size()));
        if (random.nextInt(MOVES_ONE_IN) == 0) {
            link.rebind(next.address());
        }
        next.says(random.nextInt(LONG_ONE_IN) == 0 ? LONG_BYTES : random.nextInt(MOST_SHORT_BYTES));
    }

    private void settle() {
        try {
            Awaitility.await().atMost(SETTLING).pollInterval(Duration.ofMillis(20))
                    .until(() -> server.isUpToDate() && sitters.stream().allMatch(Sitter::isSettled));
        } catch (ConditionTimeoutException late) {
            ledger.violated("after %s the server is up to date: %s; not settled are %s", SETTLING, server.isUpToDate(),
                    sitters.stream().filter(sitter -> !sitter.isSettled()).map(Sitter::address).toList());
        }
        server.settles();
        sitters.forEach(Sitter::settles);
    }

    @Override
    public void change(int count) {
        // Those of the last time: what they said at their end has arrived by now, and makes no new line for them.
        left.stream().filter(address -> sitters.stream().noneMatch(sitter -> sitter.address().equals(address)))
                .forEach(link::forget);
        left.clear();
        int first = random.nextInt(sitters.size());
        for (int i = 0; i < count; i++) {
            Sitter sitter = sitters.get((first + i) % sitters.size());
            left.add(sitter.address());
            lostByThoseWhoLeft += sitter.lost();
            sitter.close();
        }
        seat(first, count);
    }

    @Override
    public Figures figures() {
        return new Figures(ledger.said(), ledger.heard(), chat.stats().joins(),
                lostByThoseWhoLeft + sitters.stream().mapToInt(Sitter::lost).sum());
    }

    @Override
    public String datagrams() {
        return link.count().carried() + " | " + link.count().lost();
    }

    @Override
    public List<String> violations() {
        return ledger.violations();
    }

    @Override
    public void close() {
        sitters.stream().filter(sitter -> sitter != null).forEach(Sitter::close);
        link.close();
        chat.close();
    }
}
