package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.JoinFailedException;
import io.github.udpchat.Room;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** Classic peers and sessions on one server: apart unless the operator has joined them on purpose. PROTOCOL.md, section 2.16. */
public abstract class BridgeContract extends StageTest {

    private static final RoomId YARD = new RoomId("yard");

    private final ClientLog benHears = new ClientLog();

    /** The contract. */
    protected BridgeContract() {}

    private ChatServerBuilder both() {
        return server().protocol(Protocol.SESSION, Protocol.CLASSIC);
    }

    private ChatClientBuilder session(ChatServer server, String name) {
        return client(server, name).protocol(Protocol.SESSION);
    }

    private ChatClient ben(ChatServer server) {
        return closing(session(server, "Ben").acceptPlaintext(true).listener(benHears).connect());
    }

    private static void says(RawPeer peer, ChatServer server, String line) {
        peer.send(server.localAddress(), line);
    }

    @Test
    void theyAreApartUnlessTheyAreJoined() {
        ChatServer server = closing(both().start());
        ChatClient ben = ben(server);
        RawPeer ana = registered(server, "Ana");
        ana.send(server.localAddress(), "[Ana]->to classic peers");
        stage.eventually(() -> assertThat(log.lines()).contains("Ana said [Ana]->to classic peers"));
        assertThat(ben.lobby().send("to sessions").join()).isInstanceOfSatisfying(Delivery.Relayed.class,
                relayed -> assertThat(relayed.recipients()).isZero());
        assertThat(catchThrowableOfType(JoinFailedException.class, () -> ben.join("classic")).reason())
                .isEqualTo(DropReason.ROOM_NOT_ALLOWED);
        server.room(RoomId.LOBBY).send("last").join();
        stage.eventually(() -> assertThat(benHears.story()).containsExactly("lobby: Fresh", "lobby: last"));
        assertThat(ana.received()).isEmpty();
    }

    @Test
    void joinedTheyHearEachOtherAndTheMarkTellsWhoIsWho() {
        ChatServer server = closing(both().joinClassicWith(YARD).start());
        ChatClient ben = ben(server);
        Room yard = ben.join("yard");
        RawPeer ana = closing(new RawPeer(stage.network()));
        says(ana, server, "Ana");
        stage.eventually(() -> assertThat(log.lines()).contains("Ana joined yard"));
        says(ana, server, "[Ana]->hello");
        says(ana, server, "[Ben]->as somebody else");
        stage.eventually(() -> assertThat(benHears.texts()).containsExactly("hello", "as somebody else"));
        assertThat(benHears.messages()).extracting(ChatMessage::author)
                .allSatisfy(author -> assertThat(author).contains("~Ana"));
        assertThat(benHears.messages()).extracting(ChatMessage::room).containsOnly(YARD);
        assertThat(benHears.story()).startsWith("lobby: Fresh", "yard: plaintext", "yard: Fresh");
        assertThat(yard.send("hi\u001B[2J, Ana").join()).isInstanceOfSatisfying(Delivery.Relayed.class,
                relayed -> assertThat(relayed.recipients()).isEqualTo(1));
        stage.eventually(() -> assertThat(ana.received()).containsExactly("[Ben]->hi\\u{1B}[2J, Ana"));
        assertThat(server.room(RoomId.CLASSIC).send("to all of the yard").join()).isInstanceOfSatisfying(
                Delivery.Relayed.class, relayed -> assertThat(relayed.recipients()).isEqualTo(2));
        stage.eventually(() -> {
            assertThat(ana.received()).endsWith("[server]->to all of the yard");
            assertThat(benHears.texts()).endsWith("to all of the yard");
        });
        assertThat(ben.lobby().send("in the lobby").join()).isInstanceOfSatisfying(Delivery.Relayed.class,
                relayed -> assertThat(relayed.recipients()).isZero());
    }

    @Test
    void classicPeersAreSeenInARoomThatTheyShareAndGoWithoutAGrace() {
        ChatServer server = closing(both().joinClassicWith(YARD).start());
        ChatClient ben = ben(server);
        Room yard = ben.join("yard");
        RawPeer ana = closing(new RawPeer(stage.network()));
        says(ana, server, "Ana");
        stage.eventually(() -> assertThat(yard.presence().participants()).extracting(Participant::name)
                .containsExactly("Ben", "~Ana"));
        assertThat(server.room(RoomId.CLASSIC).presence()).isEqualTo(yard.presence());
        assertThat(ben.lobby().presence().participants()).extracting(Participant::name).containsExactly("Ben");
        PeerId id = yard.presence().participants().getLast().id();
        assertThat(ben.direct(id, "psst").join()).as("it has no way to hear that")
                .isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_PEER));
        says(ana, server, "qqq");
        stage.eventually(() -> assertThat(yard.presence().participants()).extracting(Participant::name)
                .containsExactly("Ben"));
    }

    @Test
    void whatClassicPeersCantHearIsRefused() {
        ChatServer server = closing(both().joinClassicWith(YARD).start());
        Room yard = ben(server).join("yard");
        assertThat(yard.send("x".repeat(1024 - "[Ben]->".length())).join()).isInstanceOf(Delivery.Relayed.class);
        assertThat(yard.send("x".repeat(1025 - "[Ben]->".length())).join())
                .isEqualTo(new Delivery.Refused(DropReason.DOES_NOT_FIT));
        assertThat(yard.send(Payload.copyOf(new byte[] {(byte) 0xFF})).join())
                .isEqualTo(new Delivery.Refused(DropReason.DOES_NOT_FIT));
        stage.eventually(() -> assertThat(log.drops(DropReason.DOES_NOT_FIT)).isPositive());
        assertThat(yard.send("next").join()).isInstanceOfSatisfying(Delivery.Relayed.class,
                relayed -> assertThat(relayed.at().offset()).isEqualTo(1));
    }

    @Test
    void nobodyIsThereWhoHasNotAgreed() {
        ChatServer server = closing(both().joinClassicWith(YARD).start());
        ChatClient cleo = closing(session(server, "Cleo").connect());
        assertThat(catchThrowableOfType(JoinFailedException.class, () -> cleo.join("yard")).reason())
                .isEqualTo(DropReason.PLAINTEXT_ROOM);
        assertThat(cleo.join("elsewhere").send("fine").join()).isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void aLobbyThatIsJoinedLetsNobodyInWhoHasNotAgreed() {
        ChatServer server = closing(both().joinClassicWith(RoomId.LOBBY).start());
        assertThat(catchThrowableOfType(ConnectFailedException.class, () -> session(server, "Cleo").connect()).reason())
                .isInstanceOfSatisfying(DisconnectReason.Refused.class,
                        refused -> assertThat(refused.why()).isEqualTo(DropReason.PLAINTEXT_ROOM));
        ben(server);
        RawPeer ana = closing(new RawPeer(stage.network()));
        says(ana, server, "Ana\u0007");
        stage.eventually(() -> assertThat(log.lines()).contains("Ana\u0007 joined lobby"));
        says(ana, server, "hello");
        stage.eventually(() -> assertThat(benHears.texts()).containsExactly("hello"));
        assertThat(benHears.messages().getFirst().author()).get().asString().matches("~peer\\d+");
        assertThat(benHears.story()).startsWith("lobby: plaintext", "lobby: Fresh");
    }

    @Test
    void theHistoryOfASharedRoomHasBoth() {
        ChatServer server = closing(both().joinClassicWith(YARD).start());
        ClientLog cleoHears = new ClientLog();
        RawPeer ana = closing(new RawPeer(stage.network()));
        says(ana, server, "Ana");
        says(ana, server, "[Ana]->first");
        stage.eventually(() -> assertThat(log.lines()).contains("Ana said first"));
        ben(server).join("yard").send("second").join();
        closing(session(server, "Cleo").acceptPlaintext(true).listener(cleoHears).connect()).join("yard");
        stage.eventually(() -> assertThat(cleoHears.history()).extracting(message -> message.author().orElseThrow()
                + ": " + message.text()).containsExactly("~Ana: first", "Ben: second"));
    }

    @Test
    void onlyAServerOfBothCanJoinThem() {
        assertThatThrownBy(() -> server().joinClassicWith(YARD).start()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("both protocols");
        assertThatThrownBy(() -> server().joinClassicWith(RoomId.CLASSIC)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("classic");
    }
}
