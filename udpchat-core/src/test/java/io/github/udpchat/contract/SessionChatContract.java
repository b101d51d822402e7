package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Identity;
import io.github.udpchat.Trust;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** The session protocol between server and clients: PROTOCOL.md, section 2. */
public abstract class SessionChatContract extends StageTest {

    /** A client that does not believe its server takes all of it; one answer has to come before, on a busy machine too. */
    private static final Duration TIME_FOR_AN_ANSWER = Duration.ofSeconds(3);

    /** The contract. */
    protected SessionChatContract() {}

    private ChatServerBuilder sessionServer() {
        return server().protocol(Protocol.SESSION);
    }

    private ChatClientBuilder sessionClient(ChatServer server, String name) {
        return client(server, name).protocol(Protocol.SESSION);
    }

    @Test
    void connectReturnsWhenTheServerHasLetTheClientIn() {
        ChatServer server = closing(sessionServer().start());
        ChatClient ana = closing(sessionClient(server, "Ana").connect());
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ana");
        assertThat(server.peers()).extracting(Peer::protocol).containsExactly(Protocol.SESSION);
        assertThat(server.peers()).extracting(Peer::address).containsExactly(ana.localAddress());
        assertThat(ana.name()).isEqualTo("Ana");
        assertThat(ana.lobby().id()).isEqualTo(RoomId.LOBBY);
        stage.eventually(() -> assertThat(log.lines()).containsExactly("Ana joined lobby"));
    }

    @Test
    void whatIsSaidReachesAllOthersOnceAndInOrder() {
        ChatServer server = closing(sessionServer().start());
        ClientLog benHears = new ClientLog();
        ClientLog anaHears = new ClientLog();
        ChatClient ana = closing(sessionClient(server, "Ana").listener(anaHears).connect());
        closing(sessionClient(server, "Ben").listener(benHears).connect());
        List<String> lines = IntStream.range(0, 300).mapToObj(i -> "line " + i).toList();
        List<CompletableFuture<Delivery>> outcomes = lines.stream().map(line -> ana.lobby().send(line)).toList();
        stage.eventually(() -> assertThat(benHears.texts()).isEqualTo(lines));
        assertThat(benHears.messages()).extracting(ChatMessage::author).containsOnly(Optional.of("Ana"));
        for (int i = 0; i < lines.size(); i++) {
            assertThat(outcomes.get(i).join()).isInstanceOfSatisfying(Delivery.Relayed.class, relayed -> {
                assertThat(relayed.recipients()).isEqualTo(1);
            });
        }
        assertThat(outcomes).extracting(outcome -> ((Delivery.Relayed) outcome.join()).at().offset())
                .isEqualTo(IntStream.range(0, 300).mapToObj(Long::valueOf).toList());
        assertThat(anaHears.texts()).isEmpty();
    }

    @Test
    void longMessagesAndBytesThatAreNoTextArrive() {
        ChatServer server = closing(sessionServer().start());
        ClientLog benHears = new ClientLog();
        ChatClient ana = closing(sessionClient(server, "Ana").connect());
        closing(sessionClient(server, "Ben").listener(benHears).connect());
        byte[] longest = new byte[65_280];
        new SplittableRandom(1).nextBytes(longest);
        ana.lobby().send(Payload.copyOf(longest));
        ana.lobby().send(Payload.EMPTY);
        stage.eventually(() -> assertThat(benHears.messages()).extracting(ChatMessage::content)
                .containsExactly(Payload.copyOf(longest), Payload.EMPTY));
        assertThatThrownBy(() -> ana.lobby().send(Payload.copyOf(new byte[65_281])))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("65281");
    }

    @Test
    void theServerSpeaksInTheLobby() {
        ChatServer server = closing(sessionServer().start());
        ClientLog benHears = new ClientLog();
        closing(sessionClient(server, "Ben").listener(benHears).connect());
        assertThat(server.room(RoomId.LOBBY).send("welcome").join())
                .isInstanceOfSatisfying(Delivery.Relayed.class, relayed -> {
                    assertThat(relayed.at()).extracting(Position::offset).isEqualTo(0L);
                    assertThat(relayed.recipients()).isEqualTo(1);
                });
        stage.eventually(() -> assertThat(benHears.texts()).containsExactly("welcome"));
        assertThat(benHears.messages().getFirst().author()).contains("server");
    }

    @Test
    void aNameIsOnePeersAloneHoweverItIsWritten() {
        ChatServer server = closing(sessionServer().start());
        closing(sessionClient(server, "Ana").connect());
        assertThat(refusal(sessionClient(server, "\uFF21\uFF2E\uFF21")))
                .isEqualTo(new DisconnectReason.Refused(DropReason.NAME_TAKEN, ""));
        stage.eventually(() -> assertThat(log.drops(DropReason.NAME_TAKEN)).isEqualTo(1));
        assertThat(server.peers()).hasSize(1);
    }

    @Test
    void aNameIsFreeAgainWhenItsVisitorHasLeft() {
        ChatServer server = closing(sessionServer().start());
        sessionClient(server, "Ana").connect().close();
        stage.eventually(() -> assertThat(server.peers()).isEmpty());
        closing(sessionClient(server, "ANA").connect());
        assertThat(server.peers()).extracting(Peer::name).containsExactly("ANA");
    }

    @Test
    void aNameThatIsNotAllowedIsRefusedBeforeAnythingIsSent() {
        ChatServer server = closing(sessionServer().start());
        assertThatThrownBy(() -> sessionClient(server, "two\nlines").connect())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("two");
        assertThat(server.stats().traffic().datagramsReceived()).isZero();
    }

    @Test
    void theApplicationsWordsReachWhoIsRefused() {
        ChatServer server = closing(sessionServer()
                .admit(request -> request.token().equals(Payload.utf8("secret")) ? Admission.accept(request.name())
                        : Admission.reject("wrong password"))
                .start());
        assertThat(refusal(sessionClient(server, "Ana")))
                .isEqualTo(new DisconnectReason.Refused(DropReason.ADMISSION_REJECTED, "wrong password"));
        closing(sessionClient(server, "Ana").token(Payload.utf8("secret")).connect());
    }

    @Test
    void theHookSeesWhoHasAnIdentityAndMayGiveAnotherName() {
        Identity identity = Identity.of(new byte[Identity.SECRET_BYTES]);
        ChatServer server = closing(sessionServer()
                .admit(request -> Admission
                        .accept(request.key().equals(Optional.of(identity.key())) ? "Owner" : "Guest"))
                .start());
        ChatClient ana = closing(sessionClient(server, "Ana").identity(identity).connect());
        ChatClient ben = closing(sessionClient(server, "Ben").connect());
        assertThat(ana.name()).isEqualTo("Owner");
        assertThat(ben.name()).isEqualTo("Guest");
        assertThat(server.peers()).extracting(Peer::key).containsExactly(Optional.of(identity.key()), Optional.empty());
    }

    @Test
    void aClientThatTrustsAnotherKeyDoesNotConnect() {
        ChatServer server = closing(sessionServer().start());
        Identity other = Identity.of(new byte[Identity.SECRET_BYTES]);
        assertThat(refusal(sessionClient(server, "Ana")
                .trust(Trust.pinned(other.key())).connectTimeout(TIME_FOR_AN_ANSWER)))
                .isEqualTo(new DisconnectReason.WrongServerKey(server.key().orElseThrow()));
        closing(sessionClient(server, "Ana").trust(Trust.pinned(server.key().orElseThrow())).connect());
    }

    @Test
    void aServerOfAnotherApplicationDoesNotAnswer() {
        ChatServer server = closing(sessionServer().application("game").start());
        assertThat(refusal(sessionClient(server, "Ana").connectTimeout(Duration.ofMillis(700))))
                .isEqualTo(new DisconnectReason.TimedOut(Duration.ofMillis(700)));
        stage.eventually(() -> assertThat(log.drops(DropReason.WRONG_APPLICATION)).isPositive());
        closing(sessionClient(server, "Ana").application("game").connect());
    }

    @Test
    void whoIsRemovedHearsWhyAndIsNotConnectedAnyMore() {
        ChatServer server = closing(sessionServer().start());
        ConnectionLog states = new ConnectionLog();
        ChatClient ana = closing(sessionClient(server, "Ana").listener(states).connect());
        assertThat(server.remove(server.peers().getFirst().id(), "too loud")).isTrue();
        stage.eventually(() -> assertThat(states.states()).containsExactly(
                new ConnectionState.Connected(server.key().orElseThrow(), "Ana"),
                new ConnectionState.Disconnected(new DisconnectReason.Removed("too loud"))));
        assertThat(ana.lobby().send("hello?").join()).isEqualTo(new Delivery.Refused(DropReason.NOT_CONNECTED));
        stage.eventually(() -> assertThat(log.lines()).contains("Ana left lobby: Removed[why=too loud]"));
    }

    @Test
    void clientsHearThatTheServerCloses() {
        ChatServer server = closing(sessionServer().start());
        ConnectionLog states = new ConnectionLog();
        closing(sessionClient(server, "Ana").listener(states).connect());
        server.close();
        stage.eventually(() -> assertThat(states.states()).contains(
                new ConnectionState.Reconnecting(new DisconnectReason.ServerClosed())));
    }

    @Test
    void theServerHearsThatAClientCloses() {
        ChatServer server = closing(sessionServer().start());
        sessionClient(server, "Ana").connect().close();
        stage.eventually(() -> assertThat(log.lines()).containsExactly("Ana joined lobby", "Ana left lobby: Left[]"));
    }

    @Test
    void bothProtocolsShareAPortAndKeepToTheirRooms() {
        ChatServer server = closing(server().protocol(Protocol.SESSION, Protocol.CLASSIC).start());
        ClientLog benHears = new ClientLog();
        ChatClient ana = closing(sessionClient(server, "Ana").connect());
        closing(sessionClient(server, "Ben").listener(benHears).connect());
        RawPeer cleo = registered(server, "Cleo");
        RawPeer dora = registered(server, "Dora");
        ana.lobby().send("among sessions");
        cleo.send(server.localAddress(), "among classic peers");
        stage.eventually(() -> {
            assertThat(benHears.texts()).containsExactly("among sessions");
            assertThat(dora.receivedTexts()).containsExactly("among classic peers");
        });
        assertThat(cleo.receivedTexts()).isEmpty();
        stage.eventually(() -> assertThat(log.lines()).containsExactlyInAnyOrder("Ana joined lobby", "Ben joined lobby",
                "Cleo joined classic", "Dora joined classic", "Ana said among sessions",
                "Cleo said among classic peers"));
    }

    @Test
    void aServerThatOthersCanReachNeedsAnIdentity() {
        assertThatThrownBy(() -> server().protocol(Protocol.SESSION).bind("0.0.0.0", 0).start())
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("Identity.file");
        closing(server().protocol(Protocol.SESSION).bind("0.0.0.0", 0)
                .identity(Identity.of(new byte[Identity.SECRET_BYTES])).start());
    }

    @Test
    void aClientMustSayWhomItTrustsBeyondLoopback() throws Exception {
        InetAddress beyond = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        assertThatThrownBy(() -> ChatClient.builder().network(stage.network()).protocol(Protocol.SESSION)
                .server(beyond.getHostAddress(), 5000).connect())
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("Trust.pinned");
    }

    private static DisconnectReason refusal(ChatClientBuilder client) {
        ConnectFailedException failure = catchThrowableOfType(ConnectFailedException.class, client::connect);
        assertThat(failure).as("connecting fails").isNotNull();
        return failure.reason();
    }
}
