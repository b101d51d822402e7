package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramHandler;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.LoopbackNetwork;
import io.github.udpchat.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transport of an application's own that does what a transport must not. */
@Timeout(30)
class BrokenTransportTest extends StageTest {

    private final LoopbackNetwork loopback = LoopbackNetwork.create();
    private volatile Runnable onSend = () -> {};

    /** Passes everything on to a loopback network, after {@link #onSend} had its say. */
    private final class BrokenNetwork implements Network {

        @Override
        public DatagramTransport open(Binding binding) throws IOException {
            DatagramTransport transport = loopback.open(binding);
            return new DatagramTransport() {
                @Override
                public void start(DatagramHandler handler) {
                    transport.start(handler);
                }

                @Override
                public void send(InetSocketAddress to, ByteBuffer datagram) {
                    onSend.run();
                    transport.send(to, datagram);
                }

                @Override
                public int flush() {
                    return transport.flush();
                }

                @Override
                public InetSocketAddress localAddress() {
                    return transport.localAddress();
                }

                @Override
                public void close() {
                    transport.close();
                }
            };
        }

        @Override
        public Host host() {
            return loopback.host();
        }
    }

    @Override
    protected Stage newStage() {
        return new RealStage(new BrokenNetwork());
    }

    private RawPeer member(ChatServer server, String name) {
        RawPeer peer = closing(new RawPeer(loopback));
        peer.send(server.localAddress(), name);
        stage.eventually(() -> assertThat(log.lines()).contains(name + " joined classic"));
        return peer;
    }

    @Test
    void transportThatThrowsLosesThatDatagramAlone() {
        ChatServer server = closing(server().start());
        RawPeer ana = member(server, "Ana");
        RawPeer ben = member(server, "Ben");
        onSend = () -> {
            throw new IllegalStateException("thrown by the transport");
        };
        ana.send(server.localAddress(), "lost");
        stage.eventually(() -> assertThat(log.drops(DropReason.SEND_FAILED)).isEqualTo(1));
        onSend = () -> {};
        ana.send(server.localAddress(), "arrives");
        stage.eventually(() -> assertThat(ben.received()).containsExactly("arrives"));
        assertThat(server.stats().traffic().drops()).containsOnlyKeys(DropReason.SEND_FAILED);
    }

    @Test
    void whatFailsAtTheVeryEndIsToldBeforeTheEnd() {
        ChatServer server = closing(server().start());
        List<String> heard = new CopyOnWriteArrayList<>();
        LongAdder failed = new LongAdder();
        ChatClient ana = closing(client(server, "Ana").listener(new ChatClientListener() {
            @Override
            public void onMessage(ChatMessage message) {
                heard.add(message.text());
            }

            @Override
            public void onDropped(DropReason reason, long count) {
                heard.add(reason.name());
                failed.add(count);
            }

            @Override
            public void onClosed(CloseReason why) {
                heard.add("closed");
            }
        }).connect());
        onSend = () -> {
            throw new IllegalStateException("thrown by the transport");
        };
        ana.lobby().send("lost");
        closed(ana);
        assertThat(heard).startsWith("SEND_FAILED").endsWith("closed").containsOnly("SEND_FAILED", "closed");
        assertThat(failed.sum()).as("the line and the goodbye").isEqualTo(2);
        onSend = () -> {};
    }

    @Test
    void transportThatHangsDoesNotHoldUpClosingForLong() throws InterruptedException {
        ChatServer server = closing(server().start());
        RawPeer ana = member(server, "Ana");
        member(server, "Ben");
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        onSend = () -> {
            hangs.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        ana.send(server.localAddress(), "hangs");
        hangs.await();
        Thread closing = Thread.ofPlatform().daemon().start(server::close);
        assertThat(closing.join(Duration.ofSeconds(10))).as("close returns although the lock is held").isTrue();
        onSend = () -> {};
        released.countDown();
        stage.eventually(() -> assertThat(log.lines()).last().isEqualTo("closed: ByApplication[]"));
    }
}
