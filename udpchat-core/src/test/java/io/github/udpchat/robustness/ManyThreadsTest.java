package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that are interrupted, that close all at once, and that must not be left over; over real sockets. */
@Timeout(60)
class ManyThreadsTest extends StageTest {

    private static final int SENDERS = 20;
    private static final int SENDS = 10_000;
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.create());
    }

    /** Runs a task on many threads, one half of them virtual. */
    private static void onManyThreads(Runnable task) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < SENDERS; i++) {
            Thread.Builder kind = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
            threads.add(kind.uncaughtExceptionHandler((thread, failure) -> failures.add(failure)).start(task));
        }
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(30))).as("the thread ends").isTrue();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void sendsFromInterruptedThreadsCloseNothing() throws InterruptedException {
        ClientLog hears = new ClientLog();
        ChatServer server = closing(server().start());
        ChatClient ana = closing(client(server, "Ana").listener(hears).connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        RawPeer ben = registered(server, "Ben");
        onManyThreads(() -> {
            for (int i = 0; i < SENDS / SENDERS / 2; i++) {
                Thread.currentThread().interrupt();
                ana.lobby().send("from an interrupted thread").join();
                server.room(RoomId.CLASSIC).send("from an interrupted thread").join();
                assertThat(Thread.currentThread().isInterrupted()).as("still interrupted").isTrue();
            }
        });
        assertThat(ana.stats().messagesSent()).isEqualTo(SENDS / 2);
        assertThat(ana.stats().traffic().drops(DropReason.SEND_FAILED)).isZero();
        assertThat(server.stats().traffic().drops(DropReason.SEND_FAILED)).isZero();
        stage.eventually(() -> {
            ana.lobby().send("can you hear me?");
            assertThat(ben.received()).contains("[Ana]->can you hear me?");
        });
        stage.eventually(() -> {
            ben.send(server.localAddress(), "loud and clear");
            assertThat(hears.texts()).contains("loud and clear");
        });
    }

    @Test
    void interruptedThreadsMayCloseAndFreeThePort() throws InterruptedException {
        ClientLog hears = new ClientLog();
        ChatServer server = closing(server().start());
        ChatClient ana = closing(client(server, "Ana").listener(hears).connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        onManyThreads(() -> {
            Thread.currentThread().interrupt();
            ana.close();
            server.close();
            assertThat(Thread.currentThread().isInterrupted()).as("still interrupted").isTrue();
        });
        stage.eventually(() -> assertThat(log.lines()).last().isEqualTo("closed: ByApplication[]"));
        stage.eventually(() -> assertThat(hears.closed()).hasSize(1));
        closing(server().bind(server.localAddress()).start());
    }

    @Test
    void closingFromManyThreadsAtOnceIsClosingOnce() throws InterruptedException {
        ClientLog hears = new ClientLog();
        ChatServer server = closing(server().start());
        ChatClient ana = closing(client(server, "Ana").listener(hears).connect());
        stage.eventually(() -> assertThat(log.lines()).containsExactly("Ana joined classic"));
        onManyThreads(() -> {
            server.close();
            ana.close();
        });
        server.awaitClosed();
        ana.awaitClosed();
        assertThat(hears.closed()).hasSize(1);
        assertThat(log.lines())
                .containsExactly("Ana joined classic", "Ana left classic: ServerClosed[]", "closed: ByApplication[]");
    }

    /** Makes threads of both kinds in turn, and remembers those that have not ended. */
    private static final class CountingThreads implements ThreadFactory {

        private final AtomicInteger made = new AtomicInteger();
        private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Thread newThread(Runnable task) {
            boolean virtual = made.getAndIncrement() % 2 == 0;
            Thread thread = (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).unstarted(task);
            threads.add(thread);
            return thread;
        }

        void forgetEnded() {
            threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.count();
        }
    }

    private void startAndStop(UdpNetwork network) {
        try (ChatServer server = ChatServer.builder().protocol(Protocol.CLASSIC).network(network)
                .bind("127.0.0.1", 0).start();
                ChatClient client = ChatClient.builder().protocol(Protocol.CLASSIC).network(network)
                        .server(server.localAddress()).connect()) {
            client.lobby().send("hello");
        }
    }

    @Test
    void thousandStartsAndStopsLeaveNoThreadAndNoOpenFile() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(OPEN_FILES), "only Linux lists open files in /proc");
        CountingThreads threads = new CountingThreads();
        UdpNetwork network = UdpNetwork.withThreads(threads);
        startAndStop(network);
        long openBefore = openFiles();
        for (int i = 0; i < 1000; i++) {
            startAndStop(network);
            threads.forgetEnded();
        }
        assertThat(threads.made).hasValueGreaterThanOrEqualTo(6 * 1000);
        stage.eventually(() -> {
            threads.forgetEnded();
            assertThat(threads.threads).isEmpty();
        });
        assertThat(openFiles()).isLessThanOrEqualTo(openBefore + 5);
    }

    @Test
    void threadsOfTheDefaultNetworkEndToo() {
        ChatServer server = closing(server().start());
        String name = "udpchat-server-" + server.localAddress().getPort();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .contains(name + "-events");
        server.close();
        stage.eventually(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(thread -> thread.startsWith(name)));
    }
}
