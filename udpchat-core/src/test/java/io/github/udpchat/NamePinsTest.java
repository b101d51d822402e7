package io.github.udpchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.registry.PeerRegistry;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are kept for the keys that had them first: PROTOCOL.md, section 2.14. */
class NamePinsTest {

    private static final Admission REFUSED = Admission.reject(
            DropReason.NAME_OF_ANOTHER_KEY, "the name belongs to somebody else");

    private final SimulatedNetwork net = SimulatedNetwork.seeded(7);

    @TempDir private Path folder;

    @AfterEach
    void closeTheNetwork() {
        net.close();
    }

    // ---- over a server

    private ChatServer server() {
        return ChatServer.builder().protocol(Protocol.SESSION).network(net)
                .identity(Identity.file(folder.resolve("server.key"))).start();
    }

    private ChatClientBuilder client(String name) {
        return ChatClient.builder().protocol(Protocol.SESSION).network(net).name(name);
    }

    private static Identity identity(int number) {
        byte[] secret = new byte[Identity.SECRET_BYTES];
        secret[0] = (byte) number;
        return Identity.of(secret);
    }

    private static void isRefused(ChatClientBuilder client, DropReason why) {
        ConnectFailedException failure = catchThrowableOfType(ConnectFailedException.class, client::connect);
        assertThat(failure).as("connecting fails").isNotNull();
        assertThat(failure.reason()).isInstanceOfSatisfying(DisconnectReason.Refused.class,
                refused -> assertThat(refused.why()).isEqualTo(why));
    }

    @Test
    void aNameStaysWithItsLastingKeyOverARestart() throws IOException {
        ChatServer first = server();
        client("Ana").identity(identity(1)).connect().close();
        isRefused(client("ana"), DropReason.NAME_OF_ANOTHER_KEY);
        first.close();
        Path names = folder.resolve("server.key.names");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(names))).isEqualTo("rw-------");
        server();
        isRefused(client("ＡＮＡ"), DropReason.NAME_OF_ANOTHER_KEY);
        isRefused(client("Ana").identity(identity(2)), DropReason.NAME_OF_ANOTHER_KEY);
        assertThat(client("ANA").identity(identity(1)).connect().name()).isEqualTo("ANA");
    }

    @Test
    void aVisitorsNameIsFreeWhenTheVisitorLeaves() {
        server();
        ChatClient visitor = client("Ana").connect();
        isRefused(client("Ana").identity(identity(1)), DropReason.NAME_TAKEN);
        visitor.close();
        client("Ana").connect().close();
        client("Ana").identity(identity(1)).connect().close();
        isRefused(client("Ana"), DropReason.NAME_OF_ANOTHER_KEY);
    }

    @Test
    void aNewNameIsKeptToo() {
        ChatServer server = server();
        ChatClient ana = client("Ana").identity(identity(1)).connect();
        CompletableFuture<Boolean> renamed = server.rename(server.peers().getFirst().id(), "Anna");
        assertThat(net.advanceUntil(renamed::isDone, SimulatedNetwork.PATIENCE)).isTrue();
        ana.close();
        isRefused(client("Anna"), DropReason.NAME_OF_ANOTHER_KEY);
        isRefused(client("Ana"), DropReason.NAME_OF_ANOTHER_KEY);
    }

    // ---- the pins alone

    private NamePins pins(PeerRegistry registry) {
        return new NamePins(folder.resolve("names"), registry);
    }

    private NamePins pins() {
        return pins(PeerRegistry.inMemory());
    }

    private static Peer peer(long id, String name, @Nullable IdentityKey key) {
        return new Peer(new PeerId(id), name, Protocol.SESSION,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000), Optional.ofNullable(key));
    }

    private static IdentityKey key(int number) {
        byte[] bytes = new byte[IdentityKey.BYTES];
        bytes[0] = (byte) number;
        bytes[1] = (byte) (number >> 8);
        return IdentityKey.of(bytes);
    }

    @Test
    void noneIsKeptForWhoHasNoLastingKey() {
        NamePins pins = pins();
        pins.keep(peer(1, "Ana", null));
        assertThat(pins.admit(peer(2, "Ana", key(1)))).isEqualTo(Admission.accept("Ana"));
        assertThat(folder.resolve("names")).doesNotExist();
    }

    @Test
    void nobodyIsAskedAboutWhoMayNotHaveTheName() {
        NamePins pins = pins();
        pins.keep(peer(1, "Ana", key(1)));
        assertThat(pins.admit(peer(2, "ana", key(2)))).isEqualTo(REFUSED);
        assertThat(pins.admit(peer(3, "ana", null))).isEqualTo(REFUSED);
        assertThat(pins.find(new PeerId(2))).isEmpty();
        assertThat(pins.rename(peer(4, "Ben", key(2)), "ANA")).isEqualTo(REFUSED);
        assertThat(pins.rename(peer(5, "Ana's other", key(1)), "ANA")).isNotEqualTo(REFUSED);
    }

    @Test
    void aKeyHasEightNamesAndNoMore() {
        NamePins pins = pins();
        for (int i = 0; i < 9; i++) {
            pins.keep(peer(i + 1, "name " + i, key(1)));
            pins.keep(peer(i + 1, "NAME " + i, key(1)));
        }
        assertThat(pins.admit(peer(20, "name 7", key(2)))).isEqualTo(REFUSED);
        assertThat(pins.admit(peer(21, "name 8", key(2)))).isEqualTo(Admission.accept("name 8"));
        assertThat(pins().admit(peer(22, "name 7", key(2)))).as("after a restart").isEqualTo(REFUSED);
        NamePins again = pins();
        again.keep(peer(23, "name 8", key(1)));
        assertThat(again.admit(peer(24, "name 8", key(2)))).as("eight after a restart too")
                .isEqualTo(Admission.accept("name 8"));
    }

    @Test
    void thereAreOneHundredThousandInAll() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < NamePins.MOST; i++) {
            lines.append(key(i / 8)).append(" name ").append(i).append('\n');
        }
        Files.writeString(folder.resolve("names"), lines);
        NamePins pins = pins();
        pins.keep(peer(1, "one more", key(30_000)));
        assertThat(pins.admit(peer(2, "one more", null))).isEqualTo(Admission.accept("one more"));
        assertThat(pins.admit(peer(3, "name 99999", null))).isEqualTo(REFUSED);
    }

    @Test
    void whoWroteHalfALineDoesNotKeepTheServerFromStarting() throws IOException {
        Path file = folder.resolve("names");
        byte[] line = (key(1) + " zoë").getBytes(StandardCharsets.UTF_8);
        for (int written = 0; written <= line.length; written++) {
            Files.deleteIfExists(file);
            pins().keep(peer(1, "Ben", key(2)));
            Files.write(file, Arrays.copyOf(line, written), StandardOpenOption.APPEND);
            NamePins pins = pins();
            pins.keep(peer(2, "Cleo", key(3)));
            NamePins restarted = pins();
            assertThat(restarted.admit(peer(3, "Ben", null))).as("%s bytes", written).isEqualTo(REFUSED);
            assertThat(restarted.admit(peer(4, "Cleo", null))).as("%s bytes", written).isEqualTo(REFUSED);
        }
    }

    @Test
    void aNameThatTheRegistryGivesIsCheckedToo() {
        NamePins pins = pins(new RegistryThatGives("Ana"));
        pins.keep(peer(1, "Ana", key(1)));
        assertThat(pins.admit(peer(2, "Ben", key(2)))).isEqualTo(REFUSED);
        assertThat(pins.admit(peer(3, "Ben", key(1)))).isEqualTo(Admission.accept("Ana"));
        assertThat(pins.rename(peer(4, "Ben", key(2)), "Cleo")).isEqualTo(REFUSED);
        assertThat(pins.rename(peer(5, "Ben", key(1)), "Cleo")).isEqualTo(Admission.accept("Ana"));
    }

    /** Gives everybody the same name. */
    private record RegistryThatGives(String name) implements PeerRegistry {

        @Override
        public Admission admit(Peer candidate) {
            return Admission.accept(name);
        }

        @Override
        public Admission rename(Peer peer, String newName) {
            return Admission.accept(name);
        }

        @Override
        public void remove(Peer peer) {}

        @Override
        public Optional<Peer> find(PeerId id) {
            return Optional.empty();
        }

        @Override
        public List<Peer> findByName(String wanted) {
            return List.of();
        }
    }
}
