package io.github.udpchat.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Trust;
import io.github.udpchat.contract.ConnectionLog;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our server and a client in Python, our clients and a server in Python: PROTOCOL.md, section 2. */
@NeedsPython
@Timeout(60)
class PythonSessionInteropTest extends StageTest {

    private static final Pattern LISTENING = Pattern.compile("listening (\\d+) key (\\p{XDigit}{64})\n");

    /** Longer than any of these tests. */
    private static final int FOR_EVER_SECONDS = 60;

    /** So long a client in Python waits for more: enough for an answer of ours on a busy machine. */
    private static final int UNTIL_QUIET_SECONDS = 5;

    /** So long a server in Python has to let our client in before it closes. */
    private static final int UNTIL_IT_CLOSES_SECONDS = 7;

    /** What the server says of a packet that comes after the session. */
    private static final String LATE = "dropped UNKNOWN_SESSION fc";

    /** What a client says of an answer that it gets again: it asks again after 0.3 s, and our server may be slower. */
    private static final String SECOND_RETRY = "dropped UNEXPECTED f9";
    private static final String SECOND_ACCEPT = "dropped UNEXPECTED fb";

    private static final String WIDE = "größer, 漢字 😀";
    private static final String LONG = SessionPython.longLine(15 * 1024);

    private final ConnectionLog ours = new ConnectionLog();
    private final ConnectionLog othersOfOurs = new ConnectionLog();

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.create());
    }

    /** {@return under which id somebody was let in last} */
    private long idOf(String name) {
        return log.joined().reversed().stream().filter(peer -> peer.name().equals(name)).findFirst()
                .map(peer -> peer.id().value()).orElse(0L);
    }

    @Test
    void pythonClientAndOursChatAtOurServer() {
        ChatServer server = closing(server().protocol(Protocol.SESSION).start());
        ChatClient ana = closing(ourClient(server.localAddress(), "Ana").listener(ours).connect());
        Program zoe = closing(
                SessionPython.client(server.localAddress().getPort(), UNTIL_QUIET_SECONDS, "Zoë", WIDE, LONG, "last"));
        stage.eventually(() -> assertThat(ours.texts()).containsExactly(WIDE, LONG, "last"));
        assertThat(ours.messages()).allSatisfy(message -> assertThat(message.author()).hasValue("Zoë"));

        assertThat(recipients(ana.lobby().send(WIDE))).isEqualTo(1);
        assertThat(recipients(ana.lobby().send(LONG))).isEqualTo(1);
        assertThat(zoe.exitCode()).as(() -> zoe.text() + zoe.errors()).isZero();
        assertThat(said(zoe)).containsExactlyInAnyOrder(
                "welcome " + idOf("Zoë") + " Zoë lobby 4 offset 0",
                "receipt 1 relayed 0 1", "receipt 2 relayed 1 1", "receipt 3 relayed 2 1",
                "heard 3 Ana: " + WIDE, "heard 4 Ana: " + LONG,
                "closed 0");
        stage.eventually(() -> assertThat(log.lines()).contains("Zoë left lobby: Left[]"));
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ana");
        assertThat(log.drops(DropReason.PROTOCOL_VIOLATION)).isZero();
    }

    @Test
    void ourClientsChatAtThePythonServer() {
        Program server = closing(SessionPython.server(FOR_EVER_SECONDS));
        Matcher listening = listening(server);
        IdentityKey key = IdentityKey.of(HexFormat.of().parseHex(listening.group(2)));
        ChatClient zoe = closing(
                ourClient(address(listening), "Zoë").trust(Trust.pinned(key)).listener(ours).connect());
        closing(ourClient(address(listening), "Ben").listener(othersOfOurs).connect());
        assertThat(recipients(zoe.lobby().send(WIDE))).isEqualTo(1);
        assertThat(recipients(zoe.lobby().send(LONG))).isEqualTo(1);
        stage.eventually(() -> assertThat(othersOfOurs.texts()).containsExactly("welcome, Ben", WIDE, LONG));
        stage.eventually(() -> assertThat(ours.texts()).containsExactly("welcome, Zoë", "welcome, Ben"));
        assertThat(othersOfOurs.messages()).extracting(message -> message.author().orElseThrow())
                .containsExactly("", "Zoë", "Zoë");

        zoe.close();
        // A client that can't linger says three times that it goes; the server has forgotten it after the first.
        stage.eventually(
                () -> assertThat(server.text().lines()).filteredOn(line -> !line.startsWith(LATE)).containsExactly(
                        listening.group().strip(), "joined 1 Zoë", "joined 2 Ben", "heard Zoë: " + WIDE,
                        "heard Zoë: " + LONG,
                        "left 1 Zoë (0, '')"));
    }

    @Test
    void manyLinesGoThroughCreditAndKeyUpdatesInBothDirections() {
        Program server = closing(SessionPython.server(FOR_EVER_SECONDS));
        InetSocketAddress address = address(listening(server));
        ChatClient ana = closing(ourClient(address, "Ana").listener(ours).connect());
        closing(ourClient(address, "Ben").listener(othersOfOurs).connect());
        for (int line = 0; line < 200; line++) {
            assertThat(recipients(ana.lobby().send("line " + line))).isEqualTo(1);
        }
        stage.eventually(
                () -> assertThat(othersOfOurs.texts()).hasSize(201).endsWith("line 199").doesNotHaveDuplicates());
    }

    @Test
    void nameThatIsTakenIsRefusedByOurServer() {
        ChatServer server = closing(server().protocol(Protocol.SESSION).start());
        closing(ourClient(server.localAddress(), "Zoë").connect());
        Program same = closing(SessionPython.client(server.localAddress().getPort(), FOR_EVER_SECONDS, "ZOË"));
        assertThat(same.exitCode()).isEqualTo(1);
        assertThat(said(same)).containsExactly("closed 21");
        stage.eventually(() -> assertThat(log.drops(DropReason.NAME_TAKEN)).isEqualTo(1));
        assertThat(server.peers()).hasSize(1);
    }

    @Test
    void nameThatIsTakenIsRefusedByThePythonServer() {
        Program server = closing(SessionPython.server(FOR_EVER_SECONDS));
        InetSocketAddress address = address(listening(server));
        closing(ourClient(address, "Zoë").connect());
        ConnectFailedException failure = catchThrowableOfType(ConnectFailedException.class,
                () -> ourClient(address, "ZOË").connect());
        assertThat(failure.reason()).isEqualTo(new DisconnectReason.Refused(DropReason.NAME_TAKEN, ""));
    }

    @Test
    void pythonClientHearsThatOurServerCloses() {
        ChatServer server = closing(server().protocol(Protocol.SESSION).start());
        Program zoe = closing(SessionPython.client(server.localAddress().getPort(), FOR_EVER_SECONDS, "Zoë"));
        stage.eventually(() -> assertThat(said(zoe)).first().asString().startsWith("welcome " + idOf("Zoë") + " Zoë"));
        server.close();
        assertThat(zoe.exitCode()).isEqualTo(1);
        assertThat(said(zoe)).last().isEqualTo("closed 2");
    }

    @Test
    void ourClientHearsThatThePythonServerCloses() {
        Program server = closing(SessionPython.server(UNTIL_IT_CLOSES_SECONDS));
        closing(ourClient(address(listening(server)), "Ana").listener(ours).connect());
        stage.eventually(() -> assertThat(ours.states()).last()
                .isEqualTo(new ConnectionState.Reconnecting(new DisconnectReason.ServerClosed())));
        assertThat(server.exitCode()).as(server::errors).isZero();
    }

    @Test
    void theVectorsAreWhatPythonComputes() {
        Program check = closing(SessionPython.check());
        assertThat(check.exitCode()).as(() -> check.text() + check.errors()).isZero();
        assertThat(check.text()).contains("all as computed");
    }

    /** {@return what a client in Python has said so far, line by line, but for answers that it got again} */
    private static List<String> said(Program client) {
        return client.text().lines().map(String::strip)
                .filter(line -> !line.startsWith(SECOND_RETRY) && !line.startsWith(SECOND_ACCEPT)).toList();
    }

    private ChatClientBuilder ourClient(InetSocketAddress server, String name) {
        return ChatClient.builder().protocol(Protocol.SESSION).network(stage.network()).server(server).name(name);
    }

    private Matcher listening(Program server) {
        stage.eventually(() -> assertThat(server.text()).as(server::errors).containsPattern(LISTENING));
        Matcher listening = LISTENING.matcher(server.text());
        assertThat(listening.find()).isTrue();
        return listening;
    }

    private static InetSocketAddress address(Matcher listening) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(listening.group(1)));
    }

    private static int recipients(CompletableFuture<Delivery> outcome) {
        return ((Delivery.Relayed) outcome.orTimeout(10, TimeUnit.SECONDS).join()).recipients();
    }
}
