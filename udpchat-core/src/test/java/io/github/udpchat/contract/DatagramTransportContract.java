package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import org.junit.jupiter.api.Test;

/** What {@link DatagramTransport} and {@link io.github.udpchat.network.Network} promise. */
public abstract class DatagramTransportContract extends StageTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    /** The contract. */
    protected DatagramTransportContract() {}

    private DatagramTransport open(InetSocketAddress address, int maxDatagramBytes) throws IOException {
        return closing(stage.network().open(new Binding(address, maxDatagramBytes, "contract")));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void carriesDatagramsWholeWithTheirSender() throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        DatagramTransport to = open(ANY_PORT, 100);
        DatagramTransport from = open(ANY_PORT, 100);
        to.start((sender, datagram) -> heard.add(sender + " " + StandardCharsets.US_ASCII.decode(datagram)));
        ByteBuffer part = bytes("..hello..").position(2).limit(7);
        from.send(to.localAddress(), part);
        from.send(to.localAddress(), part.asReadOnlyBuffer());
        from.send(to.localAddress(), ByteBuffer.allocateDirect(5).put(bytes("there")).flip());
        from.send(to.localAddress(), ByteBuffer.allocate(0));
        assertThat(from.flush()).isZero();
        String sender = from.localAddress() + " ";
        stage.eventually(() -> assertThat(heard)
                .containsExactly(sender + "hello", sender + "hello", sender + "there", sender));
        assertThat(part.position()).isEqualTo(2);
        assertThat(part.limit()).isEqualTo(7);
    }

    @Test
    void keepsWhatComesBeforeTheStart() throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        DatagramTransport to = open(ANY_PORT, 100);
        DatagramTransport from = open(ANY_PORT, 100);
        from.send(to.localAddress(), bytes("early"));
        from.flush();
        to.start((sender, datagram) -> heard.add(StandardCharsets.US_ASCII.decode(datagram).toString()));
        stage.eventually(() -> assertThat(heard).containsExactly("early"));
        assertThatThrownBy(() -> to.start((sender, datagram) -> {
        })).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void handsOnOneByteMoreThanTheLimitOfWhatIsTooLong() throws IOException {
        List<Integer> lengths = new CopyOnWriteArrayList<>();
        DatagramTransport to = open(ANY_PORT, 10);
        DatagramTransport from = open(ANY_PORT, 10);
        to.start((sender, datagram) -> lengths.add(datagram.remaining()));
        for (int length : new int[] {10, 11, 5000, 9}) {
            from.send(to.localAddress(), ByteBuffer.allocate(length));
        }
        from.flush();
        stage.eventually(() -> assertThat(lengths).containsExactly(10, 11, 11, 9));
    }

    @Test
    void sendingNeverThrows() throws IOException {
        DatagramTransport transport = open(ANY_PORT, 10);
        DatagramTransport gone = open(ANY_PORT, 10);
        gone.close();
        gone.close();
        transport.send(gone.localAddress(), bytes("nobody there"));
        transport.send(new InetSocketAddress("127.0.0.1", 0), bytes("no port"));
        transport.send(transport.localAddress(), ByteBuffer.allocate(70_000));
        transport.flush();
        assertThat(transport.flush()).as("counted once").isZero();
        transport.close();
        transport.send(ANY_PORT, bytes("closed"));
        transport.flush();
    }

    @Test
    void busyAddressIsABindExceptionAndClosingFreesIt() throws IOException {
        DatagramTransport first = open(ANY_PORT, 10);
        assertThat(first.localAddress().getPort()).isPositive();
        assertThatThrownBy(() -> open(first.localAddress(), 10)).isInstanceOf(BindException.class);
        first.close();
        assertThat(open(first.localAddress(), 10).localAddress()).isEqualTo(first.localAddress());
    }
}
