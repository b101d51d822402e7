package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Identity;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.Role;
import io.github.udpchat.registry.PeerRegistry;
import org.junit.jupiter.api.Test;

/** Who may not speak, who may not come, and what one may do: PROTOCOL.md, section 2.15. */
public abstract class ModerationContract extends StageTest {

    private static final Delivery MUTED = new Delivery.Refused(DropReason.MUTED);

    private final Identity anaKeeps = Identity.of(new byte[32]);

    /** The contract. */
    protected ModerationContract() {}

    private ChatServer sessionServer() {
        return closing(server().protocol(Protocol.SESSION).start());
    }

    private ChatClientBuilder sessionClient(ChatServer server, String name) {
        return client(server, name).protocol(Protocol.SESSION);
    }

    private static PeerId idOf(ChatServer server, String name) {
        return server.peers().stream().filter(peer -> peer.name().equals(name)).findFirst().orElseThrow().id();
    }

    private static Delivery says(ChatClient client) {
        return client.lobby().send("hello").join();
    }

    private static DisconnectReason refused(ChatClientBuilder client) {
        return catchThrowableOfType(ConnectFailedException.class, client::connect).reason();
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    @Test
    void whoIsMutedHearsAndIsNotHeardUntilTheMuteIsTakenBack() {
        ChatServer server = sessionServer();
        ClientLog anaHears = new ClientLog();
        ClientLog benHears = new ClientLog();
        ChatClient ana = closing(sessionClient(server, "Ana").listener(anaHears).connect());
        ChatClient ben = closing(sessionClient(server, "Ben").listener(benHears).connect());
        PeerId id = idOf(server, "Ana");
        assertThat(server.moderation().mute(id)).isTrue();
        assertThat(says(ana)).isEqualTo(MUTED);
        assertThat(says(ben)).isInstanceOf(Delivery.Relayed.class);
        stage.eventually(() -> assertThat(anaHears.texts()).containsExactly("hello"));
        assertThat(server.moderation().unmute(id)).isTrue();
        assertThat(server.moderation().unmute(id)).isFalse();
        assertThat(says(ana)).isInstanceOf(Delivery.Relayed.class);
        stage.eventually(() -> assertThat(benHears.texts()).containsExactly("hello"));
        assertThat(server.moderation().mute(new PeerId(99))).isFalse();
        assertThat(server.moderation().unmute(new PeerId(99))).isFalse();
        stage.eventually(() -> assertThat(log.drops(DropReason.MUTED)).isEqualTo(1));
    }

    @Test
    void whoIsMutedAndComesAgainUnderAnotherNameIsStillMuted() {
        ChatServer server = sessionServer();
        ChatClient ana = sessionClient(server, "Ana").identity(anaKeeps).connect();
        PeerId first = idOf(server, "Ana");
        server.moderation().mute(first);
        ana.close();
        stage.eventually(() -> assertThat(server.peers()).isEmpty());
        ChatClient again = closing(sessionClient(server, "Anna").identity(anaKeeps).connect());
        assertThat(says(again)).isEqualTo(MUTED);
        assertThat(server.moderation().unmute(first)).as("under its former id it is not here").isTrue();
        assertThat(says(again)).isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void whoIsBannedByItsKeyGoesAndDoesNotComeAgain() {
        ChatServer server = sessionServer();
        ConnectionLog anaHears = new ConnectionLog();
        ChatClient ana = closing(sessionClient(server, "Ana").identity(anaKeeps).listener(anaHears).connect());
        ChatClient ben = closing(sessionClient(server, "Ben").connect());
        assertThat(server.moderation().ban(anaKeeps.key(), "enough")).isTrue();
        stage.eventually(() -> assertThat(anaHears.states()).last()
                .isEqualTo(new ConnectionState.Disconnected(new DisconnectReason.Removed("enough"))));
        stage.eventually(() -> assertThat(log.lines()).contains("Ana left lobby: Removed[why=enough]"));
        assertThat(refused(sessionClient(server, "Anna").identity(anaKeeps)))
                .isEqualTo(new DisconnectReason.Refused(DropReason.BANNED, "enough"));
        assertThat(says(ben)).isInstanceOf(Delivery.Relayed.class);
        assertThat(server.moderation().unban(anaKeeps.key())).isTrue();
        assertThat(server.moderation().unban(anaKeeps.key())).isFalse();
        assertThat(says(closing(sessionClient(server, "Anna").identity(anaKeeps).connect())))
                .isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void anAddressThatIsBannedIsEmptyOnBothProtocolsAndTheHookIsNotAsked() {
        ChatServer server = closing(server().protocol(Protocol.SESSION, Protocol.CLASSIC).start());
        closing(sessionClient(server, "Ana").connect());
        RawPeer classic = registered(server, "Cleo");
        assertThat(server.moderation().ban(loopback(), "not from there")).isTrue();
        assertThat(server.peers()).isEmpty();
        stage.eventually(() -> assertThat(log.lines()).contains("Ana left lobby: Removed[why=not from there]",
                "Cleo left classic: Removed[why=not from there]"));
        assertThat(refused(sessionClient(server, "Ben")))
                .isEqualTo(new DisconnectReason.Refused(DropReason.BANNED, "not from there"));
        classic.send(server.localAddress(), "Cleo");
        stage.eventually(() -> assertThat(log.drops(DropReason.BANNED)).isEqualTo(2));
        assertThat(server.moderation().unban(loopback())).isTrue();
        closing(sessionClient(server, "Ben").connect());
        classic.send(server.localAddress(), "Dan");
        stage.eventually(() -> assertThat(server.peers()).hasSize(2));
    }

    @Test
    void rolesAreGivenByTheHookAndAListenerMayNotSpeak() {
        PeerRegistry registry = PeerRegistry.inMemory();
        ChatServer server = closing(server().protocol(Protocol.SESSION).registry(registry)
                .admit(request -> Admission.accept(request.name(),
                        request.name().equals("Ana") ? Role.LISTENER : Role.MODERATOR))
                .start());
        ClientLog anaHears = new ClientLog();
        ChatClient ana = closing(sessionClient(server, "Ana").listener(anaHears).connect());
        ChatClient ben = closing(sessionClient(server, "Ben").connect());
        assertThat(server.peers()).extracting(Peer::role).containsExactly(Role.LISTENER, Role.MODERATOR);
        stage.eventually(() -> assertThat(log.joined()).extracting(Peer::role).containsExactly(
                Role.LISTENER, Role.MODERATOR));
        assertThat(registry.find(idOf(server, "Ana"))).get().extracting(Peer::role).isEqualTo(Role.LISTENER);
        assertThat(says(ana)).isEqualTo(MUTED);
        assertThat(says(ben)).isInstanceOf(Delivery.Relayed.class);
        stage.eventually(() -> assertThat(anaHears.texts()).containsExactly("hello"));
        assertThat(server.rename(idOf(server, "Ana"), "Anna").join()).isTrue();
        assertThat(server.peers()).extracting(Peer::role).containsExactly(Role.LISTENER, Role.MODERATOR);
    }

    @Test
    void aClassicPeerThatIsMutedOrAListenerIsNotRelayedAndCounted() {
        ChatServer server = closing(server()
                .admit(request -> Admission.accept(request.name(),
                        request.name().equals("Cleo") ? Role.LISTENER : Role.MEMBER))
                .start());
        RawPeer ana = registered(server, "Ana");
        RawPeer cleo = registered(server, "Cleo");
        cleo.send(server.localAddress(), "[Cleo]->may I?");
        stage.eventually(() -> assertThat(log.drops(DropReason.MUTED)).isEqualTo(1));
        server.moderation().mute(idOf(server, "Ana"));
        ana.send(server.localAddress(), "[Ana]->one");
        stage.eventually(() -> assertThat(log.drops(DropReason.MUTED)).isEqualTo(2));
        ana.send(server.localAddress(), "qqq");
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        RawPeer elsewhere = registered(server, "Anna");
        elsewhere.send(server.localAddress(), "[Anna]->two");
        stage.eventually(() -> assertThat(log.drops(DropReason.MUTED)).as("another port of that address").isEqualTo(3));
        assertThat(server.moderation().unmute(idOf(server, "Anna"))).isTrue();
        elsewhere.send(server.localAddress(), "[Anna]->three");
        stage.eventually(() -> assertThat(cleo.receivedTexts()).containsExactly("[Anna]->three"));
    }

    @Test
    void onClassicWhatIsTooFastIsDroppedWhereTheApplicationWantsThat() {
        ChatServer server = closing(server().classicRateLimits(RateLimits.none().withMessages(1, 3))
                .admit(request -> Admission.accept(request.name(),
                        request.name().equals("Mod") ? Role.MODERATOR : Role.MEMBER))
                .start());
        RawPeer ana = registered(server, "Ana");
        RawPeer mod = registered(server, "Mod");
        for (int i = 0; i < 6; i++) {
            mod.send(server.localAddress(), "[Mod]->" + i);
        }
        stage.eventually(() -> assertThat(ana.received()).hasSize(6));
        for (int i = 0; i < 50; i++) {
            ana.send(server.localAddress(), "[Ana]->" + i);
        }
        stage.eventually(() -> assertThat(mod.received().size() + log.drops(DropReason.TOO_FAST)).isEqualTo(50));
        assertThat(mod.receivedTexts()).startsWith("[Ana]->0", "[Ana]->1", "[Ana]->2").hasSizeBetween(3, 15);
    }

    @Test
    void aClosedServerModeratesNobody() {
        ChatServer server = sessionServer();
        server.close();
        assertThat(server.moderation().ban(anaKeeps.key(), "")).isFalse();
        assertThat(server.moderation().unban(loopback())).isFalse();
        assertThat(server.moderation().mute(new PeerId(1))).isFalse();
    }
}
