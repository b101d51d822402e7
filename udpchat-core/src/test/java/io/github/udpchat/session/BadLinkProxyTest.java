package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.UdpNetwork;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The link that other tests rely on. */
@Timeout(60)
class BadLinkProxyTest {

    private static final BadLinkProxy.Quality GOOD = new BadLinkProxy.Quality(0, Duration.ZERO);

    private final UdpNetwork net = UdpNetwork.create();
    private final List<InetSocketAddress> senders = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private DatagramTransport echo;

    @BeforeEach
    void startEcho() throws Exception {
        echo = net.open(new Binding(new InetSocketAddress("127.0.0.1", 0), 1200, "echo"));
        opened.add(echo);
        echo.start((from, datagram) -> {
            senders.add(from);
            echo.send(from, datagram);
        });
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private BadLinkProxy proxy(BadLinkProxy.Quality quality, long seed) throws SocketException {
        BadLinkProxy proxy = BadLinkProxy.to(echo.localAddress(), quality, seed);
        opened.add(proxy);
        return proxy;
    }

    private RawPeer peer() {
        RawPeer peer = new RawPeer(net);
        opened.add(peer);
        return peer;
    }

    private static void says(RawPeer peer, BadLinkProxy proxy, String text) {
        int before = peer.received().size();
        peer.send(proxy.address(), text);
        await().untilAsserted(() -> assertThat(peer.received()).hasSize(before + 1).last().isEqualTo(text));
    }

    @Test
    void eachClientIsSeenAtAnAddressOfItsOwn() throws Exception {
        BadLinkProxy proxy = proxy(GOOD, 1);
        RawPeer ana = peer();
        RawPeer ben = peer();
        says(ana, proxy, "a");
        says(ben, proxy, "b");
        says(ana, proxy, "c");
        assertThat(senders).containsExactly(
                proxy.seenAt(ana.address()), proxy.seenAt(ben.address()), proxy.seenAt(ana.address()));
        assertThat(senders).doesNotContain(ana.address(), ben.address(), proxy.address());
        assertThat(new ArrayList<>(senders).subList(0, 2)).doesNotHaveDuplicates();
        assertThat(proxy.count()).isEqualTo(new BadLinkProxy.Count(6, 0));
    }

    @Test
    void aClientThatIsReboundIsSeenElsewhereAndNoLongerReachedAtItsOldAddress() throws Exception {
        BadLinkProxy proxy = proxy(GOOD, 1);
        RawPeer ana = peer();
        says(ana, proxy, "before");
        InetSocketAddress before = proxy.seenAt(ana.address());
        proxy.rebind(ana.address());
        InetSocketAddress after = proxy.seenAt(ana.address());
        assertThat(after).isNotEqualTo(before);
        isFree(before);
        says(ana, proxy, "after");
        assertThat(senders).containsExactly(before, after);
    }

    /** The proxy has given the port back; another program may have it for a moment. */
    private void isFree(InetSocketAddress port) {
        Awaitility.await().ignoreExceptions().until(() -> {
            new RawPeer(net, port).close();
            return true;
        });
    }

    @Test
    void aClientThatIsForgottenLeavesNothingBehindAndMayComeAgain() throws Exception {
        BadLinkProxy proxy = proxy(GOOD, 1);
        RawPeer ana = peer();
        says(ana, proxy, "before");
        InetSocketAddress before = proxy.seenAt(ana.address());
        proxy.forget(ana.address());
        isFree(before);
        proxy.forget(ana.address());
        says(ana, proxy, "after");
        assertThat(senders).hasSize(2).first().isEqualTo(before);
    }

    @Test
    void whatHasPassedCanBeSeenAndSentAgain() throws Exception {
        BadLinkProxy proxy = proxy(GOOD, 1);
        RawPeer ana = peer();
        List<BadLinkProxy.Passing> passed = new CopyOnWriteArrayList<>();
        proxy.tap(passed::add);
        says(ana, proxy, "once");
        assertThat(passed).extracting(BadLinkProxy.Passing::client).containsExactly(ana.address());
        proxy.replay(passed.getFirst());
        await().untilAsserted(() -> assertThat(ana.received()).containsExactly("once", "once"));
        assertThat(senders).hasSize(2).containsOnly(proxy.seenAt(ana.address()));
    }

    @Test
    void nothingPassesWhileTheLinkIsCut() throws Exception {
        BadLinkProxy proxy = proxy(GOOD, 1);
        RawPeer ana = peer();
        proxy.cut();
        ana.send(proxy.address(), "into the void");
        await().untilAsserted(() -> assertThat(proxy.count()).isEqualTo(new BadLinkProxy.Count(0, 1)));
        proxy.mend();
        says(ana, proxy, "hello");
        assertThat(ana.received()).containsExactly("hello");
    }

    @Test
    void theSeedSaysWhatIsLost() throws Exception {
        List<String> first = arrivedOfAThousand(7);
        assertThat(first).hasSizeBetween(740, 860).isEqualTo(arrivedOfAThousand(7)).isNotEqualTo(arrivedOfAThousand(8));
    }

    private List<String> arrivedOfAThousand(long seed) throws SocketException {
        RawPeer server = peer();
        RawPeer ana = peer();
        try (BadLinkProxy proxy = BadLinkProxy.to(
                server.address(), new BadLinkProxy.Quality(0.2, Duration.ZERO), seed)) {
            for (int sent = 1; sent <= 1000; sent++) {
                ana.send(proxy.address(), Integer.toString(sent));
                if (sent % 50 == 0) { // More might be too much for a socket's buffer.
                    long settled = sent;
                    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
                            .until(() -> proxy.count().carried() + proxy.count().lost() == settled);
                }
            }
            await().until(() -> server.received().size() == proxy.count().carried());
        }
        return server.received();
    }

    @Test
    void whatPassesIsUnderWayForHalfARoundTripEachWay() throws Exception {
        BadLinkProxy proxy = proxy(new BadLinkProxy.Quality(0, Duration.ofMillis(100)), 1);
        RawPeer ana = peer();
        long start = System.nanoTime();
        says(ana, proxy, "hello");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aServerElsewhereThanOnLoopbackIsRefused() {
        assertThatThrownBy(() -> BadLinkProxy.to(new InetSocketAddress("192.0.2.1", 5000), GOOD, 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("loopback");
    }
}
