package io.github.udpchat.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import org.junit.jupiter.api.Test;

/** Python clients at our server, and our clients at the Python server: PROTOCOL.md, section 1. */
class PythonInteropTest extends InteropTest {

    private final ClientLog ours = new ClientLog();

    @Test
    void pythonClientsAndOursChatAtOurServer() {
        ChatServer server = closing(server().start());
        PythonPeer zoe = pythonClient(server, "Zoë");
        PythonPeer han = pythonClient(server, "漢字");
        ChatClient smile = ourClient(server, "😀", ours);
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Zoë", "漢字", "😀");
        assertThat(server.peers()).extracting(Peer::address)
                .containsExactly(zoe.address(), han.address(), smile.localAddress());

        zoe.type("größer");
        stage.eventually(() -> assertThat(ours.texts()).containsExactly("[Zoë]->größer"));
        smile.lobby().send("\t\u001b[2J 😀");
        stage.eventually(() -> assertThat(zoe.printedBytes()).isEqualTo("[😀]->\t\u001b[2J 😀\n".getBytes(UTF_8)));
        stage.eventually(() -> assertThat(han.printedBytes())
                .isEqualTo("[Zoë]->größer\n[😀]->\t\u001b[2J 😀\n".getBytes(UTF_8)));
        assertThat(ours.messages().get(0).author()).hasValue("Zoë");
    }

    @Test
    void pythonClientsAndOursChatAtThePythonServer() {
        PythonPeer server = closing(PythonPeer.server());
        PythonPeer zoe = pythonClient(server, "Zoë");
        ChatClient han = ourClient(server, "漢字", ours);
        zoe.type("größer");
        stage.eventually(() -> assertThat(ours.texts()).containsExactly("[Zoë]->größer"));
        han.lobby().send("😀");
        stage.eventually(() -> assertThat(zoe.printedBytes()).isEqualTo("[漢字]->😀\n".getBytes(UTF_8)));
        stage.eventually(() -> assertThat(server.printed())
                .containsExactly(zoe.shownAddress() + "[Zoë]->größer", shown(han.localAddress()) + "[漢字]->😀"));
    }

    @Test
    void pythonClientWithoutANameComesAsAGuest() {
        ChatServer server = closing(server().start());
        PythonPeer client = pythonClient(server, "");
        stage.eventually(() -> assertThat(client.printed()).hasSize(1));
        assertThat(client.printed().get(0)).matches("Guest[1-9]\\d{3}");
        assertThat(server.peers()).extracting(Peer::name).containsExactlyElementsOf(client.printed());
    }

    @Test
    void pythonClientThatSaysQqqLeavesOurServerAndMayComeBack() {
        ChatServer server = closing(server().start());
        ourClient(server, "Ben", ours);
        PythonPeer first = pythonClient(server, "Ana");
        first.type("");
        first.type("qqq");
        assertThat(first.exitCode()).as(() -> first.errors().toString()).isZero();
        stage.eventually(() -> assertThat(log.lines()).contains("Ana left classic: Left[]"));
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ben");

        PythonPeer second = pythonClient(server, "Ana");
        second.type("again");
        stage.eventually(() -> assertThat(ours.texts()).containsExactly("[Ana]->again"));
        assertThat(server.peers()).extracting(Peer::address).endsWith(second.address());
    }

    @Test
    void closingOurClientLeavesThePythonServerWhichThenRelaysNothingToIt() {
        PythonPeer server = closing(PythonPeer.server());
        ChatClient ana = ourClient(server, "Ana", ours);
        PythonPeer ben = pythonClient(server, "Ben");
        PythonPeer cleo = pythonClient(server, "Cleo");
        ana.close();
        awaitLeft(server, ana.localAddress());

        // Somebody at the same address hears what is said once it has registered, and nothing of what was said before
        RawPeer sameAddress = closing(new RawPeer(stage.network(), ana.localAddress()));
        ben.type("one");
        stage.eventually(() -> assertThat(cleo.printed()).containsExactly("[Ben]->one"));
        sameAddress.send(server.address(), "Ana");
        awaitJoined(server, sameAddress.address());
        ben.type("two");
        stage.eventually(() -> assertThat(sameAddress.received()).containsExactly("[Ben]->two"));
    }

    @Test
    void ourClientThatHasLeftThePythonServerMayComeBack() {
        PythonPeer server = closing(PythonPeer.server());
        PythonPeer ben = pythonClient(server, "Ben");
        ChatClient first = ourClient(server, "Ana", new ClientLog());
        first.close();
        awaitLeft(server, first.localAddress());
        ChatClient second = ourClient(server, "Ana", ours);
        second.lobby().send("again");
        stage.eventually(() -> assertThat(ben.printed()).containsExactly("[Ana]->again"));
        ben.type("welcome");
        stage.eventually(() -> assertThat(ours.texts()).containsExactly("[Ben]->welcome"));
    }

    @Test
    void lineThatEndsInQqqRemovesUsAtThePythonServer() {
        PythonPeer server = closing(PythonPeer.server());
        PythonPeer ben = pythonClient(server, "Ben");
        ChatClient ana = ourClient(server, "Ana", ours);
        ana.lobby().send("one leaves with qqq");
        awaitLeft(server, ana.localAddress());
        ana.lobby().send("this only registers");
        awaitJoined(server, ana.localAddress());
        ana.lobby().send("this is heard");
        stage.eventually(() -> assertThat(ben.printed()).containsExactly("[Ana]->this is heard"));
    }

    @Test
    void lineThatEndsInQqqRemovesNobodyAtOurServer() {
        ChatServer server = closing(server().start());
        PythonPeer ben = pythonClient(server, "Ben");
        ChatClient ana = ourClient(server, "Ana", ours);
        ana.lobby().send("one leaves with qqq");
        stage.eventually(() -> assertThat(ben.printed()).containsExactly("[Ana]->one leaves with qqq"));
        ben.type("not with nqqq");
        stage.eventually(() -> assertThat(ours.texts()).containsExactly("[Ben]->not with nqqq"));
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ben", "Ana");
    }

    @Test
    void longestLineGoesThroughOurServerAndOneByteMoreDoesNot() {
        ChatServer server = closing(server().start());
        PythonPeer zoe = pythonClient(server, "Zoë");
        ChatClient han = ourClient(server, "漢字", ours);
        assertThat(("[Zoë]->" + longestLine("Zoë", 0)).getBytes(UTF_8)).hasSize(MAX_DATAGRAM_BYTES);

        zoe.type(longestLine("Zoë", 1));
        zoe.type(longestLine("Zoë", 0));
        stage.eventually(() -> assertThat(ours.texts()).containsExactly("[Zoë]->" + longestLine("Zoë", 0)));
        stage.eventually(() -> assertThat(log.drops(DropReason.TOO_LARGE)).isEqualTo(1));
        han.lobby().send(longestLine("漢字", 0));
        stage.eventually(() -> assertThat(zoe.printed()).containsExactly("[漢字]->" + longestLine("漢字", 0)));
    }

    @Test
    void longestLineGoesThroughThePythonServerWhichCutsALongerOne() {
        PythonPeer server = closing(PythonPeer.server());
        PythonPeer zoe = pythonClient(server, "Zoë");
        ChatClient han = ourClient(server, "漢字", ours);
        han.lobby().send(longestLine("漢字", 0));
        stage.eventually(() -> assertThat(zoe.printed()).containsExactly("[漢字]->" + longestLine("漢字", 0)));
        assertThatThrownBy(() -> han.lobby().send(longestLine("漢字", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1025")
                .hasMessageContaining("1024");

        zoe.type(longestLine("Zoë", 0));
        zoe.type(longestLine("Zoë", 0) + "cut");
        stage.eventually(() -> assertThat(ours.texts()).hasSize(2));
        assertThat(ours.texts()).containsOnly("[Zoë]->" + longestLine("Zoë", 0));
        stage.eventually(() -> assertThat(server.printed()).hasSize(3));
    }

    @Test
    void bytesThatAreNotUtf8StopThePythonServerButNotOurs() {
        PythonPeer pythonServer = closing(PythonPeer.server());
        ChatServer ourServer = closing(server().start());
        PythonPeer ben = pythonClient(ourServer, "Ben");
        RawPeer stranger = rawPeer(pythonServer);
        stranger.send(ourServer.localAddress(), "Ana");
        Stream.of(pythonServer.address(), ourServer.localAddress())
                .forEach(server -> stranger.send(server, (byte) 0xC3, (byte) 0x28));
        stranger.send(ourServer.localAddress(), "[Ana]->still here");
        stage.eventually(() -> assertThat(ben.printed()).containsExactly("[Ana]->still here"));
        stage.eventually(() -> assertThat(log.drops(DropReason.NOT_UTF8)).isEqualTo(1));
        assertThat(pythonServer.exitCode()).isEqualTo(1);
        assertThat(pythonServer.errors()).last().asString().startsWith("UnicodeDecodeError");
    }

    private RawPeer rawPeer(PythonPeer server) {
        RawPeer peer = closing(new RawPeer(stage.network()));
        peer.send(server.address(), "Ana");
        awaitJoined(server, peer.address());
        return peer;
    }
}
