package io.github.udpchat.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.udpchat.network.Binding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** That datagrams which wait together come in one system call, which nobody sees from outside. */
@EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
class ReceiveBatchTest {

    /** Asked for four bytes, Linux tells how much memory the datagrams take that wait in the socket (sock_diag(7)). */
    private static final int SO_MEMINFO = 55;

    /** Shared because Awaitility looks from a thread of its own. */
    private final Arena memory = Arena.ofShared();
    private final MemorySegment state = Posix.newCallState(memory);
    private DatagramSocket sender;
    private int receiver;
    private InetSocketAddress receiverAddress;

    @BeforeEach
    void open() throws IOException {
        sender = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        receiver = Posix.socket(state, Posix.AF_INET);
        MemorySegment name = memory.allocate(SocketName.MAX_BYTES, Long.BYTES);
        int nameBytes = SocketName.write(new InetSocketAddress("127.0.0.1", 0), Posix.AF_INET, name, 0);
        assertThat(Posix.bind(state, receiver, name, nameBytes)).isZero();
        assertThat(Posix.getsockname(state, receiver, name)).isZero();
        receiverAddress = SocketName.read(name, 0);
    }

    @AfterEach
    void close() {
        sender.close();
        Posix.close(receiver);
        memory.close();
    }

    private int waitingBytes() {
        return Posix.getsockopt(state, receiver, Posix.SOL_SOCKET, SO_MEMINFO);
    }

    /** Sends that many numbers of one length, and returns when all of them wait in the receiving socket. */
    private List<String> sendAndAwait(int count) throws IOException {
        List<String> numbers = IntStream.range(0, count).mapToObj(i -> Integer.toString(1_000 + i)).toList();
        send(numbers.get(0));
        await().until(() -> waitingBytes() > 0);
        int each = waitingBytes();
        for (String number : numbers.subList(1, count)) {
            send(number);
        }
        await().until(() -> waitingBytes() == count * each);
        return numbers;
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        sender.send(new DatagramPacket(bytes, bytes.length, receiverAddress));
    }

    /** {@return what came in one call} */
    private List<String> receive(ReceiveBatch batch) {
        int received = batch.receive(receiver);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < received; i++) {
            assertThat(batch.hasSender(i)).isTrue();
            assertThat(batch.sender(i)).isEqualTo(sender.getLocalSocketAddress());
            texts.add(StandardCharsets.US_ASCII.decode(batch.datagram(i)).toString());
        }
        batch.reset(received);
        return texts;
    }

    @Test
    void whatWaitsComesInOneCallInOrder() throws IOException {
        List<String> sent = sendAndAwait(5);
        assertThat(receive(new ReceiveBatch(memory, 100))).isEqualTo(sent);
    }

    @Test
    void moreThanABatchComesInTheCallsThatFollow() throws IOException {
        int most = ReceiveBatch.MOST_DATAGRAMS;
        List<String> sent = sendAndAwait(2 * most + 6);
        ReceiveBatch batch = new ReceiveBatch(memory, 100);
        assertThat(receive(batch)).isEqualTo(sent.subList(0, most));
        assertThat(receive(batch)).isEqualTo(sent.subList(most, 2 * most));
        assertThat(receive(batch)).isEqualTo(sent.subList(2 * most, 2 * most + 6));
    }

    @Test
    void batchOfTheLongestDatagramsIsSmaller() throws IOException {
        List<String> sent = sendAndAwait(5);
        ReceiveBatch batch = new ReceiveBatch(memory, Binding.MAX_DATAGRAM_BYTES + 1);
        assertThat(receive(batch)).isEqualTo(sent.subList(0, 4));
        assertThat(receive(batch)).isEqualTo(sent.subList(4, 5));
    }

    @Test
    void longDatagramIsCutWhereItsRoomEnds() throws IOException {
        sendAndAwait(2);
        assertThat(receive(new ReceiveBatch(memory, 3))).containsExactly("100", "100");
    }
}
