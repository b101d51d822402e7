package io.github.udpchat.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.Timeout;

/** A test that brings ours and the original together: has whoever takes part registered before it goes on. */
@NeedsPython
@Timeout(60)
abstract class InteropTest extends StageTest {

    /** What the original reads of a datagram. */
    static final int MAX_DATAGRAM_BYTES = 1024;

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.create());
    }

    /** {@return a Python client that is a member at our server} */
    PythonPeer pythonClient(ChatServer server, String name) {
        int before = log.joined().size();
        PythonPeer client = closing(PythonPeer.client(server.localAddress().getPort(), name));
        stage.eventually(() -> assertThat(log.joined()).hasSize(before + 1));
        return client;
    }

    /** {@return a Python client that is registered at the Python server} */
    PythonPeer pythonClient(PythonPeer server, String name) {
        PythonPeer client = closing(PythonPeer.client(server.address().getPort(), name));
        awaitJoined(server, client.address());
        return client;
    }

    /** {@return a client of ours that is a member at our server} */
    ChatClient ourClient(ChatServer server, String name, ClientLog hears) {
        int before = log.joined().size();
        ChatClient client = closing(client(server, name).listener(hears).connect());
        stage.eventually(() -> assertThat(log.joined()).hasSize(before + 1));
        return client;
    }

    /** {@return a client of ours that is registered at the Python server} */
    ChatClient ourClient(PythonPeer server, String name, ClientLog hears) {
        ChatClient client = closing(ChatClient.builder()
                .protocol(Protocol.CLASSIC)
                .network(stage.network())
                .server(server.address())
                .name(name)
                .listener(hears)
                .connect());
        awaitJoined(server, client.localAddress());
        return client;
    }

    /** Waits until the Python server has registered an address that it does not know, or not any more. */
    void awaitJoined(PythonPeer server, InetSocketAddress address) {
        stage.eventually(() -> assertThat(lastNewsOf(server, address)).isEqualTo("joined " + shown(address)));
    }

    /** Waits until the Python server has removed an address. */
    void awaitLeft(PythonPeer server, InetSocketAddress address) {
        stage.eventually(() -> assertThat(lastNewsOf(server, address)).isEqualTo("left " + shown(address)));
    }

    private static String lastNewsOf(PythonPeer server, InetSocketAddress address) {
        return server.errors().stream()
                .filter(line -> line.endsWith(shown(address)))
                .reduce("nothing", (earlier, later) -> later);
    }

    /** {@return an address as the original prints it} */
    static String shown(InetSocketAddress address) {
        return "('" + address.getAddress().getHostAddress() + "', " + address.getPort() + ")";
    }

    /** {@return the longest line of multi-byte characters that may be said under a name, and so many bytes more} */
    static String longestLine(String name, int moreBytes) {
        int bytes = MAX_DATAGRAM_BYTES + moreBytes - ("[" + name + "]->").getBytes(UTF_8).length;
        String wide = "漢";
        int wideBytes = wide.getBytes(UTF_8).length;
        return "x".repeat(bytes % wideBytes) + wide.repeat(bytes / wideBytes);
    }
}
