package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Protocol;

/**
 * Clients that all talk at the same time, and know what each of them must hear. Owned by a test; while they talk, what was
 * said is owned by the one thread that says it.
 */
final class TalkingCrowd implements AutoCloseable {

    /** What one client says in a second. */
    private static final int MESSAGES_A_SECOND = 10;

    /**
     * So many messages the slowest may be behind; while it is, nobody says anything. A server keeps 256 for a client, and
     * drops more, which is not what is tested here.
     */
    private static final int MOST_BEHIND = 200;

    private static final int MOST_SHORT_BYTES = 300;

    /** Some messages don't fit one datagram. */
    private static final int LONG_BYTES = 2_500;
    private static final int LONG_ONE_IN = 10;

    /** For a machine that is slow, beside the time that talking takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<Participant> participants;

    /** Gone through only when no more are added. */
    private final List<Said> said = Collections.synchronizedList(new ArrayList<>());
    private long talkNanos;

    private record Heard(String author, String text, long at) {}

    private record Said(Participant by, String text, long at, CompletableFuture<Delivery> outcome) {

        Delivery.Relayed relayed() {
            assertThat(outcome).as("outcome of %s", text).isCompleted();
            assertThat(outcome.join()).isInstanceOf(Delivery.Relayed.class);
            return (Delivery.Relayed) outcome.join();
        }

        long offset() {
            return relayed().at().offset();
        }
    }

    /** One client and what it heard. */
    private static final class Participant implements ChatClientListener {

        private final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
        private final List<ConnectionState> states = new CopyOnWriteArrayList<>();
        private final ChatClient client;
        private final long handshakeNanos;
        private volatile int said;

        Participant(String name, InetSocketAddress server, Duration handshakeLimit) {
            long start = System.nanoTime();
            client = ChatClient.builder().protocol(Protocol.SESSION).server(server).name(name).listener(this)
                    .connectTimeout(handshakeLimit).connect();
            handshakeNanos = System.nanoTime() - start;
        }

        @Override
        public void onMessage(ChatMessage message) {
            heard.add(new Heard(message.author().orElse("nobody"), message.line(), System.nanoTime()));
        }

        @Override
        public void onConnection(ConnectionState state) {
            states.add(state);
        }

        String name() {
            return client.name();
        }
    }

    private TalkingCrowd(List<Participant> participants) {
        this.participants = participants;
    }

    /** Lets clients connect side by side; fails if one of them does not within a time. */
    static TalkingCrowd connect(int clients, InetSocketAddress server, Duration handshakeLimit) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Participant>> connecting = IntStream.range(0, clients)
                    .mapToObj(i -> threads.submit(() -> new Participant("client" + i, server, handshakeLimit)))
                    .toList();
            List<Participant> connected = new ArrayList<>();
            for (Future<Participant> each : connecting) {
                connected.add(each.get());
            }
            return new TalkingCrowd(connected);
        }
    }

    /** {@return where the clients are} */
    Stream<InetSocketAddress> addresses() {
        return participants.stream().map(participant -> participant.client.localAddress());
    }

    /** Lets each say so many messages, and returns when all was heard and each message has an outcome. */
    void talk(int messagesEach, long seed) {
        int all = messagesEach * participants.size();
        SplittableRandom random = new SplittableRandom(seed);
        long start = System.nanoTime();
        try (ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor()) {
            Future<?> talk = thread.scheduleAtFixedRate(
                    () -> sayNext(all, random), 0,
                    1_000_000 / (MESSAGES_A_SECOND * participants.size()), TimeUnit.MICROSECONDS);
            Duration length = Duration.ofSeconds(messagesEach / MESSAGES_A_SECOND);
            await().atMost(PATIENCE.plus(length.multipliedBy(2))).until(() -> talk.isDone() || said.size() == all
                    && participants.stream().allMatch(this::heardAll)
                    && said.stream().allMatch(message -> message.outcome().isDone()));
            assertThat(talk.isDone()).as("talking failed: %s", talk).isFalse();
            talk.cancel(false);
        }
        talkNanos = System.nanoTime() - start;
    }

    private void sayNext(int all, SplittableRandom random) {
        boolean everybodyFollows = participants.stream()
                .allMatch(each -> each.heard.size() + each.said >= said.size() - MOST_BEHIND);
        if (said.size() < all && everybodyFollows) {
            Participant next = participants.get(said.size() % participants.size());
            int bytes = random.nextInt(LONG_ONE_IN) == 0 ? LONG_BYTES : random.nextInt(MOST_SHORT_BYTES);
            String text = next.name() + " " + next.said++ + " " + "x".repeat(bytes);
            said.add(new Said(next, text, System.nanoTime(), next.client.lobby().send(text)));
        }
    }

    /** {@return how many messages the slowest has not heard yet} */
    int mostBehind() {
        return participants.stream()
                .mapToInt(each -> said.size() - each.said - each.heard.size()).max().orElse(0);
    }

    private boolean heardAll(Participant participant) {
        return participant.heard.size() >= said.size() - participant.said;
    }

    /** Everything that the others said, each in its order, and all in the order of the room. */
    void assertThatEverybodyHeardAllOthersOnceAndInOneOrder() {
        List<Said> inOrder = said.stream().sorted(Comparator.comparingLong(Said::offset)).toList();
        assertThat(inOrder).extracting(Said::offset).isEqualTo(LongStream.range(0, said.size()).boxed().toList());
        assertThat(inOrder).allSatisfy(message -> assertThat(message.relayed().recipients())
                .isEqualTo(participants.size() - 1));
        for (Participant participant : participants) {
            assertThat(inOrder.stream().filter(message -> message.by() == participant).toList())
                    .as("what %s said, in the room's order", participant.name())
                    .isEqualTo(said.stream().filter(message -> message.by() == participant).toList());
            assertThat(List.copyOf(participant.heard)).as("what %s heard", participant.name())
                    .extracting(heard -> heard.author() + ": " + heard.text())
                    .isEqualTo(toBeHeardBy(participant, inOrder)
                            .map(message -> message.by().name() + ": " + message.text()).toList());
        }
    }

    /** Each is a member since it connected, and was told nothing else. */
    void assertThatNobodyLostItsSession() {
        assertThat(participants).allSatisfy(participant -> assertThat(participant.states)
                .as("how %s stood to the server", participant.name()).hasSize(1)
                .first().isInstanceOf(ConnectionState.Connected.class));
    }

    private static Stream<Said> toBeHeardBy(Participant participant, List<Said> inOrder) {
        return inOrder.stream().filter(message -> message.by() != participant);
    }

    /** {@return how long each took to be let in} */
    long[] handshakeNanos() {
        return participants.stream().mapToLong(participant -> participant.handshakeNanos).toArray();
    }

    /** {@return how long each message took from being said to being heard, for each who heard it} */
    long[] latencyNanos() {
        List<Said> inOrder = said.stream().sorted(Comparator.comparingLong(Said::offset)).toList();
        return participants.stream().flatMapToLong(participant -> {
            List<Said> expected = toBeHeardBy(participant, inOrder).toList();
            return IntStream.range(0, expected.size())
                    .mapToLong(i -> participant.heard.get(i).at() - expected.get(i).at());
        }).toArray();
    }

    /** {@return how long the slowest took to hear a message} */
    long longestLatencyNanos() {
        return LongStream.of(latencyNanos()).max().orElse(0);
    }

    /** {@return how long it took until all was heard} */
    long talkNanos() {
        return talkNanos;
    }

    @Override
    public void close() {
        participants.forEach(participant -> participant.client.close());
    }
}
