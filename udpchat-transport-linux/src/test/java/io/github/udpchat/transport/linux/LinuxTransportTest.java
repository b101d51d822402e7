package io.github.udpchat.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contracts do not ask for: batches, failures among others, both versions of IP, and the end at any moment. */
@EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
class LinuxTransportTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    private final List<DatagramTransport> opened = new ArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> senders = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(DatagramTransport::close);
    }

    private DatagramTransport open(InetSocketAddress address) throws IOException {
        DatagramTransport transport = LinuxUdpNetwork.create()
                .open(new Binding(address, Binding.MAX_DATAGRAM_BYTES, "test"));
        opened.add(transport);
        return transport;
    }

    private DatagramTransport listening(InetSocketAddress address) throws IOException {
        DatagramTransport transport = open(address);
        transport.start((from, datagram) -> {
            senders.add(from);
            heard.add(StandardCharsets.US_ASCII.decode(datagram).toString());
        });
        return transport;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void whatIsSentWaitsForTheFlush() throws IOException {
        DatagramTransport to = listening(ANY_PORT);
        DatagramTransport from = open(ANY_PORT);
        from.send(to.localAddress(), bytes("sent first"));
        try (DatagramSocket other = new DatagramSocket()) {
            other.send(new DatagramPacket(new byte[] {'o'}, 1, to.localAddress()));
        }
        await().until(() -> heard.equals(List.of("o")));

        assertThat(from.flush()).isZero();

        await().untilAsserted(() -> assertThat(heard).containsExactly("o", "sent first"));
    }

    @Test
    void fullBatchGoesOutByItselfAndAllStaysInOrder() throws IOException {
        DatagramTransport to = listening(ANY_PORT);
        DatagramTransport from = open(ANY_PORT);
        numbers(200).forEach(number -> from.send(to.localAddress(), bytes(number)));
        await().until(() -> heard.size() == 200 / SendBatch.CAPACITY * SendBatch.CAPACITY);

        assertThat(from.flush()).isZero();

        await().untilAsserted(() -> assertThat(heard).isEqualTo(numbers(200)));
    }

    @Test
    void datagramsThatCannotBeSentAreCountedAndHoldUpNobody() throws IOException {
        DatagramTransport to = listening(ANY_PORT);
        DatagramTransport from = open(ANY_PORT);
        from.send(new InetSocketAddress("127.0.0.1", 0), bytes("to port 0"));
        from.send(to.localAddress(), bytes("a"));
        from.send(new InetSocketAddress("127.0.0.1", 0), bytes("to port 0"));
        from.send(new InetSocketAddress("::1", to.localAddress().getPort()), bytes("to IPv6 from IPv4"));
        from.send(to.localAddress(), ByteBuffer.allocate(Binding.MAX_DATAGRAM_BYTES + 1));
        from.send(InetSocketAddress.createUnresolved("unresolved", 1), bytes("nowhere"));
        from.send(to.localAddress(), bytes("b"));

        assertThat(from.flush()).isEqualTo(5);
        assertThat(from.flush()).isZero();
        await().untilAsserted(() -> assertThat(heard).containsExactly("a", "b"));
    }

    @Test
    void longestDatagramsPassSeveralInABatch() throws IOException {
        DatagramTransport to = listening(ANY_PORT);
        DatagramTransport from = open(ANY_PORT);
        String longest = "x".repeat(Binding.MAX_DATAGRAM_BYTES);
        from.send(to.localAddress(), bytes("short"));
        from.send(to.localAddress(), bytes(longest));
        from.send(to.localAddress(), bytes(longest));
        assertThat(from.flush()).isZero();
        await().untilAsserted(() -> assertThat(heard).containsExactly("short", longest, longest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "0.0.0.0"})
    void speaksIpv6AndBothWhenBoundToAll(String wildcard) throws IOException {
        assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByName("::1"))).as("IPv6 on loopback").isNotNull();
        DatagramTransport all = listening(new InetSocketAddress(wildcard, 0));
        int port = all.localAddress().getPort();
        DatagramTransport ipv4 = listening(ANY_PORT);
        DatagramTransport ipv6 = open(new InetSocketAddress("::1", 0));
        ipv4.send(new InetSocketAddress("127.0.0.1", port), bytes("over IPv4"));
        assertThat(ipv4.flush()).isZero();
        await().until(() -> heard.size() == 1);
        ipv6.send(new InetSocketAddress("::1", port), bytes("over IPv6"));
        assertThat(ipv6.flush()).isZero();
        await().until(() -> heard.size() == 2);
        // The first is an Inet4Address too, or these would not be equal.
        assertThat(senders).containsExactly(ipv4.localAddress(), ipv6.localAddress());

        all.send(senders.get(0), bytes("answer"));

        assertThat(all.flush()).isZero();
        await().untilAsserted(() -> assertThat(heard).containsExactly("over IPv4", "over IPv6", "answer"));
    }

    @Test
    void busyPortIsABindException() throws IOException {
        DatagramTransport first = open(ANY_PORT);
        assertThatThrownBy(() -> open(first.localAddress())).isInstanceOf(BindException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void interruptedSendersLeaveTheSocketOpen() throws Exception {
        DatagramTransport to = listening(ANY_PORT);
        DatagramTransport from = open(ANY_PORT);
        DatagramTransport deaf = open(ANY_PORT);
        for (ThreadFactory threads : List.of(Thread.ofVirtual().factory(), Thread.ofPlatform().factory())) {
            Thread sender = threads.newThread(() -> {
                Thread.currentThread().interrupt();
                for (int i = 0; i < 10_000; i++) {
                    from.send(deaf.localAddress(), bytes("while interrupted"));
                    from.flush();
                }
            });
            sender.start();
            sender.join();
        }
        from.send(to.localAddress(), bytes("still here"));
        assertThat(from.flush()).isZero();
        await().until(() -> heard.contains("still here"));
    }

    @Test
    void closingAtAnyMomentFreesThePortAndTheDescriptor() throws Exception {
        int before = openFiles();
        for (int round = 0; round < 500; round++) {
            DatagramTransport transport = LinuxUdpNetwork.create().open(new Binding(ANY_PORT, 100, "test"));
            InetSocketAddress address = transport.localAddress();
            transport.start((from, datagram) -> {
            });
            Thread sender = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50; i++) {
                    transport.send(address, bytes("to itself"));
                    transport.flush();
                }
            });
            transport.close();
            transport.close();
            sender.join();
            try (DatagramTransport again = LinuxUdpNetwork.create().open(new Binding(address, 100, "test"))) {
                assertThat(again.localAddress()).isEqualTo(address);
            }
        }
        await().untilAsserted(() -> assertThat(openFiles()).isLessThan(before + 50));
    }

    /** The pause is not asserted, {@link FailureStreakTest} does that; that it is one which closing ends, is. */
    @Test
    void receiveLoopThatPausesAfterFailuresEndsWithTheSocket() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Host host = Host.system(task -> {
            Thread thread = Thread.ofPlatform().daemon().unstarted(task);
            threads.add(thread);
            return thread;
        });
        Descriptor nothingOpen = new Descriptor(Integer.MAX_VALUE);
        DatagramTransport transport = new LinuxTransport(
                nothingOpen, Posix.AF_INET, new Binding(ANY_PORT, 100, "test"), host, ANY_PORT);
        transport.start((from, datagram) -> {
        });
        await().until(() -> threads.get(0).getState() == Thread.State.TIMED_WAITING);

        transport.close();

        await().until(() -> !threads.get(0).isAlive());
    }

    private static int openFiles() {
        String[] files = new File("/proc/self/fd").list();
        return files == null ? 0 : files.length;
    }
}
