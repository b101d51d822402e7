package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine that has no more threads to give: starting fails, and leaves neither a thread nor a bound port. */
@Timeout(30)
class StartFailureTest {

    /** Makes so many threads, and then none. */
    private static final class ScarceThreads implements ThreadFactory {

        private final int limit;
        private final List<Thread> made = new CopyOnWriteArrayList<>();

        ScarceThreads(int limit) {
            this.limit = limit;
        }

        @Override
        public Thread newThread(Runnable task) {
            if (made.size() == limit) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = Thread.ofPlatform().daemon().unstarted(task);
            made.add(thread);
            return thread;
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void assertNothingLeft(ScarceThreads threads, int port) throws IOException {
        new RealStage(UdpNetwork.create()).eventually(() -> assertThat(threads.made).noneMatch(Thread::isAlive));
        new DatagramSocket(port, InetAddress.getLoopbackAddress()).close();
    }

    @ParameterizedTest(name = "after {0} threads")
    @ValueSource(ints = {0, 1, 2})
    void serverThatGetsNoThreadLeavesNothingBehind(int limit) throws IOException {
        int port = freePort();
        ScarceThreads threads = new ScarceThreads(limit);
        assertThatThrownBy(() -> ChatServer.builder().protocol(Protocol.CLASSIC)
                .network(UdpNetwork.withThreads(threads)).bind("127.0.0.1", port).start())
                .isInstanceOf(OutOfMemoryError.class).hasMessage("unable to create native thread");
        assertNothingLeft(threads, port);
    }

    @ParameterizedTest(name = "after {0} threads")
    @ValueSource(ints = {0, 1, 2})
    void clientThatGetsNoThreadLeavesNothingBehind(int limit) throws IOException {
        int port = freePort();
        ScarceThreads threads = new ScarceThreads(limit);
        assertThatThrownBy(() -> ChatClient.builder().protocol(Protocol.CLASSIC)
                .network(UdpNetwork.withThreads(threads)).bind("127.0.0.1", port).connect())
                .isInstanceOf(OutOfMemoryError.class).hasMessage("unable to create native thread");
        assertNothingLeft(threads, port);
    }
}
