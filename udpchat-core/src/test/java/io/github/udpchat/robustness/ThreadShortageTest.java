package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.network.UdpNetwork;
import io.github.udpchat.registry.PeerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A machine that runs out of threads while a server is at work: what needs one fails, and nothing else. */
@Timeout(30)
class ThreadShortageTest extends StageTest {

    /** Makes threads until told otherwise; can call into the server while it does. */
    private static final class MoodyThreads implements ThreadFactory {

        private volatile boolean exhausted;
        private volatile Runnable beforeEach = () -> {};

        @Override
        public Thread newThread(Runnable task) {
            beforeEach.run();
            if (exhausted) {
                throw new NoClassDefFoundError("no more threads");
            }
            return Thread.ofPlatform().daemon().unstarted(task);
        }
    }

    private final MoodyThreads threads = new MoodyThreads();

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.withThreads(threads));
    }

    @Test
    void joinAndRenameFailAndTheServerGoesOn() {
        PeerRegistry registry = PeerRegistry.inMemory();
        ChatServer server = closing(server().registry(registry).start());
        RawPeer ana = registered(server, "Ana");
        RawPeer ben = registered(server, "Ben");
        RawPeer cleo = closing(new RawPeer(UdpNetwork.create()));
        threads.exhausted = true;
        assertThat(server.rename(log.joined().get(0).id(), "Anna").join()).isFalse();
        cleo.send(server.localAddress(), "Cleo");
        stage.eventually(() -> assertThat(log.drops(DropReason.ADMISSION_FAILED)).isEqualTo(1));
        ana.send(server.localAddress(), "still here");
        stage.eventually(() -> assertThat(ben.received()).containsExactly("still here"));
        ana.send(server.localAddress(), "qqq");
        stage.eventually(() -> assertThat(log.lines()).contains("Ana left classic: Left[]"));
        threads.exhausted = false;
        cleo.send(server.localAddress(), "Cleo");
        stage.eventually(() -> assertThat(server.peers()).extracting(Peer::name).containsExactly("Ben", "Cleo"));
        stage.eventually(() -> assertThat(registry.findByName("Ana")).as("the leave is told later").isEmpty());
    }

    @Test
    void closingNeedsNoThread() {
        ChatServer server = closing(server().start());
        registered(server, "Ana");
        threads.exhausted = true;
        closed(server);
        assertThat(log.lines()).endsWith("Ana left classic: ServerClosed[]", "closed: ByApplication[]");
        threads.exhausted = false;
        closing(server().bind(server.localAddress()).start());
    }

    @Test
    void threadsAreNotMadeUnderALockOfTheServer() {
        ChatServer server = closing(server().start());
        AtomicReference<Boolean> free = new AtomicReference<>(true);
        threads.beforeEach = () -> {
            Thread asks = Thread.ofPlatform().daemon().start(server::peers);
            try {
                free.compareAndSet(true, asks.join(Stage.PATIENCE));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        RawPeer ana = closing(new RawPeer(UdpNetwork.create()));
        ana.send(server.localAddress(), "Ana");
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        assertThat(server.rename(server.peers().get(0).id(), "Anna").join()).isTrue();
        threads.beforeEach = () -> {};
        assertThat(free.get()).isTrue();
    }
}
