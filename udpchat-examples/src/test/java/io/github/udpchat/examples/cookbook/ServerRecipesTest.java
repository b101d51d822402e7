package io.github.udpchat.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Identity;
import io.github.udpchat.Trust;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.LoopbackNetwork;
import io.github.udpchat.network.Network;
import io.github.udpchat.network.UdpNetwork;
import io.github.udpchat.transport.linux.LinuxUdpNetwork;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recipes about servers, who they are and whom they let in. */
@Timeout(60)
class ServerRecipesTest {

    /** A client that does not believe its server takes all of it; one answer has to come before, on a busy machine too. */
    private static final Duration TIME_FOR_AN_ANSWER = Duration.ofSeconds(3);

    private final LoopbackNetwork net = LoopbackNetwork.create();

    @TempDir private Path folder;

    private ChatClientBuilder client(ChatServer server, String name) {
        return ChatClient.builder().network(net).server(server.localAddress()).name(name);
    }

    private static DisconnectReason whyNot(ChatClientBuilder client) {
        return catchThrowableOfType(ConnectFailedException.class, client::connect).reason();
    }

    @Test
    void embedAServer() {
        String host = "127.0.0.1";
        int port = 0;
        List<String> log = new CopyOnWriteArrayList<>();

        ChatServer server = ChatServer.builder()
                .bind(host, port)
                .identity(Identity.file(folder.resolve("server.key")))
                .maxPeers(1000)
                .listener(new ChatServerListener() {
                    @Override
                    public void onJoined(Peer peer, RoomId room) {
                        log.add(PrintableText.of(peer.name()) + " is in " + room);
                    }
                })
                .start();

        try (server; ChatClient ana = ChatClient.builder().server(server.localAddress()).name("Ana").connect()) {
            Awaitility.await().untilAsserted(() -> assertThat(log).containsExactly(ana.name() + " is in lobby"));
        }
    }

    @Test
    void runOnLinuxWithBatchedCalls() {
        String host = "127.0.0.1";
        int port = 0;

        Network network = LinuxUdpNetwork.isSupported() ? LinuxUdpNetwork.create() : UdpNetwork.create();
        ChatServer server = ChatServer.builder().network(network).bind(host, port).start();

        try (server; ChatClient ana = ChatClient.builder().server(server.localAddress()).name("Ana").connect()) {
            assertThat(server.peers()).extracting(Peer::name).containsExactly(ana.name());
        }
    }

    @Test
    void pinAKey() {
        try (ChatServer server = ChatServer.builder().network(net).start()) {
            String toldByTheOperator = server.key().orElseThrow().toString();
            ChatClientBuilder builder = client(server, "Ana");

            IdentityKey key = IdentityKey.parse(toldByTheOperator);
            ChatClient ana = builder.trust(Trust.pinned(key)).connect();

            assertThat(ana.name()).isEqualTo("Ana");
            ana.close();
            Identity other = Identity.fresh(net.host().random());
            assertThat(whyNot(builder.trust(Trust.pinned(other.key())).connectTimeout(TIME_FOR_AN_ANSWER)))
                    .isEqualTo(new DisconnectReason.WrongServerKey(key));
        }
    }

    @Test
    void notLetIn() {
        List<String> shown = new ArrayList<>();
        try (ChatServer server = ChatServer.builder().network(net).admit(request -> Admission.reject("members only"))
                .start()) {
            for (IdentityKey trusted : List.of(server.key().orElseThrow(), Identity.fresh(net.host().random()).key())) {
                ChatClientBuilder builder = client(server, "Ana").trust(Trust.pinned(trusted))
                        .connectTimeout(TIME_FOR_AN_ANSWER);

                try {
                    builder.connect();
                } catch (ConnectFailedException e) {
                    switch (e.reason()) {
                        case DisconnectReason.Refused(DropReason why, String text) -> shown.add(why + ": " + text);
                        case DisconnectReason.WrongServerKey(IdentityKey seen) -> shown.add("not our server: " + seen);
                        default -> shown.add("not connected: " + e.reason());
                    }
                }
            }
            assertThat(shown).containsExactly("ADMISSION_REJECTED: members only",
                    "not our server: " + server.key().orElseThrow());
        }
    }

    @Test
    void trustAtFirstUse() {
        try (ChatServer server = ChatServer.builder().network(net).start()) {
            ChatClientBuilder builder = client(server, "Ana");

            ChatClient ana = builder.trust(Trust.firstUse(folder.resolve("known-servers"))).connect();

            ana.close();
            assertThat(folder.resolve("known-servers")).content().contains(server.key().orElseThrow().toString());
        }
    }

    @Test
    void keepIdentities() throws Exception {
        byte[] drawn = new byte[Identity.SECRET_BYTES];
        net.host().random().nextBytes(drawn);
        Path vault = Files.writeString(folder.resolve("vault"), Base64.getEncoder().encodeToString(drawn));

        Identity inAFile = Identity.file(folder.resolve("ana.key"));
        Identity inAVault = Identity.of(Base64.getDecoder().decode(Files.readString(vault)));

        assertThat(Identity.file(folder.resolve("ana.key")).key()).isEqualTo(inAFile.key());
        assertThat(inAVault.isLasting()).isTrue();
        Identity servers = Identity.file(folder.resolve("server.key"));
        Set<String> joined = ConcurrentHashMap.newKeySet();
        try (ChatServer server = ChatServer.builder().network(net).identity(servers).listener(new ChatServerListener() {
            @Override
            public void onJoined(Peer peer, RoomId room) {
                joined.add(peer.name());
            }
        }).start()) {
            client(server, "Ana").identity(inAFile).connect().close();
            client(server, "Ben").identity(inAVault).connect().close();
            // A name is kept just before the listener hears of it.
            Awaitility.await().untilAsserted(() -> assertThat(joined).contains("Ana"));
            assertThat(whyNot(client(server, "Ana")))
                    .as("the name stays hers").isInstanceOfSatisfying(DisconnectReason.Refused.class,
                            refused -> assertThat(refused.why()).isEqualTo(DropReason.NAME_OF_ANOTHER_KEY));
        }
    }

    /** Keeps keys out, and whoever has none. */
    private static final class Doorkeeper {

        private final Set<IdentityKey> banned = ConcurrentHashMap.newKeySet();

        ChatServer start(ChatServerBuilder builder) {
            return builder
                    .admit(request -> request.key().map(key -> banned.contains(key)
                            ? Admission.reject("you are banned")
                            : Admission.accept(request.name()))
                            .orElse(Admission.reject("come with an identity")))
                    .start();
        }

        void ban(ChatServer server, Peer peer) {
            banned.add(peer.key().orElseThrow());
            server.remove(peer.id(), "you are banned");
        }
    }

    @Test
    void banAtTheHook() {
        Doorkeeper doorkeeper = new Doorkeeper();
        try (ChatServer server = doorkeeper.start(ChatServer.builder().network(net));
                ChatClient ana = client(server, "Ana").identity(Identity.file(folder.resolve("ana.key"))).connect()) {
            assertThat(whyNot(client(server, "Visitor"))).isEqualTo(
                    new DisconnectReason.Refused(DropReason.ADMISSION_REJECTED, "come with an identity"));
            assertThat(ana.name()).isEqualTo("Ana");
            doorkeeper.ban(server, server.peers().getFirst());
            Awaitility.await().until(() -> server.peers().isEmpty());
            assertThat(whyNot(client(server, "Ana2").identity(Identity.file(folder.resolve("ana.key"))))).isEqualTo(
                    new DisconnectReason.Refused(DropReason.ADMISSION_REJECTED, "you are banned"));
        }
    }

    @Test
    void letInByATicket() {
        Set<Payload> unused = ConcurrentHashMap.newKeySet();
        unused.add(Payload.utf8("ticket 17"));

        ChatServer server = ChatServer.builder()
                .network(net)
                .admit(request -> request.replaces().isPresent() || unused.remove(request.token())
                        ? Admission.accept(request.name())
                        : Admission.reject("no such ticket"))
                .start();

        try (server; ChatClient ana = client(server, "Ana").token(Payload.utf8("ticket 17")).connect()) {
            assertThat(server.peers()).extracting(Peer::name).containsExactly(ana.name());
            assertThat(whyNot(client(server, "Ben").token(Payload.utf8("ticket 17"))))
                    .isEqualTo(new DisconnectReason.Refused(DropReason.ADMISSION_REJECTED, "no such ticket"));
        }
    }
}
