package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.Room;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** Who is in a room, as servers and clients see it: PROTOCOL.md, section 2.15. */
public abstract class PresenceContract extends StageTest {

    private final PresenceLog anaHears = new PresenceLog();
    private final PresenceLog benHears = new PresenceLog();

    /** The contract. */
    protected PresenceContract() {}

    private ChatServer sessions() {
        return closing(server().protocol(Protocol.SESSION).start());
    }

    private ChatClient member(ChatServer server, String name, PresenceLog hears) {
        return closing(client(server, name).protocol(Protocol.SESSION).listener(hears).connect());
    }

    private static List<String> names(Room room) {
        return room.presence().participants().stream().map(Participant::name).toList();
    }

    @Test
    void everybodyKnowsWhoIsThereTheNewestIncluded() {
        ChatServer server = sessions();
        ChatClient ana = member(server, "Ana", anaHears);
        stage.eventually(() -> assertThat(anaHears.presence()).containsExactly("lobby: listed [Ana]"));
        ChatClient ben = member(server, "Ben", benHears);
        stage.eventually(() -> {
            assertThat(anaHears.presence()).containsExactly("lobby: listed [Ana]", "lobby: Ben arrived");
            assertThat(benHears.presence()).containsExactly("lobby: listed [Ana, Ben]");
        });
        for (Room lobby : List.of(ana.lobby(), ben.lobby(), server.room(RoomId.LOBBY))) {
            assertThat(names(lobby)).containsExactly("Ana", "Ben");
            assertThat(lobby.presence().complete()).isTrue();
        }
        ben.close();
        stage.eventually(() -> assertThat(anaHears.presence()).last().isEqualTo("lobby: Ben departed"));
        assertThat(names(ana.lobby())).containsExactly("Ana");
    }

    @Test
    void eachRoomHasItsOwn() {
        ChatServer server = sessions();
        ChatClient ana = member(server, "Ana", anaHears);
        ChatClient ben = member(server, "Ben", benHears);
        Room devOfBen = ben.join("dev");
        stage.eventually(() -> assertThat(benHears.presence()).contains("dev: listed [Ben]"));
        Room dev = ana.join("dev");
        stage.eventually(() -> {
            assertThat(benHears.presence()).contains("dev: Ana arrived");
            assertThat(anaHears.presence()).contains("dev: listed [Ben, Ana]");
        });
        ana.leave(dev);
        stage.eventually(() -> assertThat(benHears.presence()).contains("dev: Ana departed"));
        assertThat(names(devOfBen)).containsExactly("Ben");
        assertThat(names(ben.lobby())).containsExactly("Ana", "Ben");
        assertThat(dev.presence()).isEqualTo(Presence.UNKNOWN);
        assertThat(server.room(new RoomId("dev")).presence().participants()).hasSize(1);
    }

    @Test
    void aNewNameIsSeenAtOnceAndTheIdStays() {
        ChatServer server = sessions();
        ChatClient ana = member(server, "Ana", anaHears);
        stage.eventually(() -> assertThat(anaHears.presence()).containsExactly("lobby: listed [Ana]"));
        Participant before = ana.lobby().presence().participants().getFirst();
        PeerId peer = server.peers().getFirst().id();
        assertThat(server.rename(peer, "Anna").join()).isTrue();
        stage.eventually(() -> assertThat(anaHears.presence()).contains("lobby: Ana is Anna"));
        assertThat(ana.lobby().presence().participants()).containsExactly(
                new Participant(before.id(), "Anna", before.role()));
    }

    @Test
    void everybodyIsSeenInTheRoleThatItWasLetInWith() {
        ChatServer server = closing(server().protocol(Protocol.SESSION)
                .admit(request -> Admission.accept(request.name(), Role.valueOf(request.name()))).start());
        ChatClient first = member(server, "MODERATOR", anaHears);
        member(server, "LISTENER", benHears);
        stage.eventually(() -> assertThat(first.lobby().presence().participants())
                .extracting(Participant::name, Participant::role)
                .containsExactly(tuple("MODERATOR", Role.MODERATOR), tuple("LISTENER", Role.LISTENER)));
        assertThat(server.room(RoomId.LOBBY).presence()).isEqualTo(first.lobby().presence());
    }

    @Test
    void severalSessionsOfOneIdentityAreThereOnce() {
        ChatServer server = sessions();
        member(server, "Ben", benHears);
        stage.eventually(() -> assertThat(benHears.presence()).hasSize(1));
        Identity identity = Identity.of(new byte[] {
                1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8});
        ChatClient phone = closing(client(server, "Ana").protocol(Protocol.SESSION).identity(identity)
                .listener(anaHears).connect());
        ChatClient desk = closing(client(server, "Ana").protocol(Protocol.SESSION).identity(identity)
                .listener(new PresenceLog()).connect());
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ben", "Ana", "Ana");
        stage.eventually(() -> assertThat(names(desk.lobby())).containsExactly("Ben", "Ana"));
        phone.lobby().send("from the phone");
        desk.lobby().send("from the desk");
        stage.eventually(() -> assertThat(benHears.texts()).contains("from the phone", "from the desk"));
        PeerId id = desk.lobby().presence().participants().getLast().id();
        assertThat(benHears.messages()).allSatisfy(message -> assertThat(message.authorId()).contains(id));
        stage.eventually(() -> assertThat(benHears.presence()).contains("lobby: Ana arrived"));
        phone.close();
        desk.close();
        stage.eventually(() -> assertThat(benHears.presence()).containsExactly(
                "lobby: listed [Ben]", "lobby: Ana arrived", "lobby: Ana departed"));
    }

    @Test
    void onClassicTheServerKnowsAndClientsDoNot() {
        ChatServer server = closing(server().protocol(Protocol.CLASSIC).start());
        ChatClient ana = closing(client(server, "Ana").protocol(Protocol.CLASSIC).listener(anaHears).connect());
        ana.lobby().send("hello");
        stage.eventually(() -> assertThat(names(server.room(RoomId.CLASSIC))).hasSize(1));
        assertThat(ana.lobby().presence()).isEqualTo(Presence.UNKNOWN);
        assertThat(anaHears.presence()).isEmpty();
    }
}
