package io.github.udpchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a client takes for its server: PROTOCOL.md, section 2.14. */
class TrustTest {

    private static final int ACCEPT = 0xFB;

    private final SimulatedNetwork net = SimulatedNetwork.seeded(7);
    private final Identity one = identity(1);
    private final Identity other = identity(2);

    @TempDir private Path folder;

    @AfterEach
    void closeTheNetwork() {
        net.close();
    }

    private static Identity identity(int number) {
        byte[] secret = new byte[Identity.SECRET_BYTES];
        secret[0] = (byte) number;
        return Identity.of(secret);
    }

    private ChatServer server(Identity identity) {
        return ChatServer.builder().protocol(Protocol.SESSION).network(net).identity(identity).start();
    }

    private ChatClientBuilder client(Trust trust) {
        return ChatClient.builder().protocol(Protocol.SESSION).network(net).trust(trust)
                .connectTimeout(Duration.ofSeconds(10));
    }

    private Trust firstUse() {
        return Trust.firstUse(knownServers());
    }

    private Path knownServers() {
        return folder.resolve("known-servers");
    }

    private static DisconnectReason failure(ChatClientBuilder client) {
        ConnectFailedException failure = catchThrowableOfType(ConnectFailedException.class, client::connect);
        assertThat(failure).as("connecting fails").isNotNull();
        return failure.reason();
    }

    @Test
    void aPinnedKeyIsTheOnlyOneThatIsTaken() {
        server(one);
        client(Trust.pinned(one.key())).connect();
        client(new Trust.Pinned(List.of(other.key(), one.key()))).connect();
        assertThat(failure(client(Trust.pinned(other.key()))))
                .isEqualTo(new DisconnectReason.WrongServerKey(one.key()));
    }

    @Test
    void anyKeyIsTakenByWhoSaysSo() {
        server(one);
        client(Trust.any()).connect();
    }

    @Test
    void theFirstKeyIsWrittenDownForItsOwnerAlone() throws IOException {
        server(one);
        client(firstUse()).connect();
        client(firstUse()).connect();
        assertThat(Files.readAllLines(knownServers())).containsExactly("127.0.0.1:5000 " + one.key());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(knownServers()))).isEqualTo("rw-------");
    }

    @Test
    void afterwardsAnotherKeyIsRefusedAndNothingIsChanged() throws IOException {
        server(one).close();
        ChatServer first = server(one);
        client(firstUse()).connect().close();
        first.close();
        server(other);
        List<String> before = Files.readAllLines(knownServers());
        assertThat(failure(client(firstUse()))).isEqualTo(new DisconnectReason.WrongServerKey(other.key()));
        assertThat(Files.readAllLines(knownServers())).isEqualTo(before);
    }

    @Test
    void aServerThatHasNotProvedItsKeyIsNotWrittenDown() {
        server(one);
        net.rule((transit, random) -> Byte.toUnsignedInt(transit.datagram().asByteBuffer().get()) == ACCEPT
                ? new Verdict.Drop()
                : new Verdict.Pass());
        assertThat(failure(client(firstUse()))).isInstanceOf(DisconnectReason.TimedOut.class);
        assertThat(knownServers()).doesNotExist();
    }

    @Test
    void aServerThatHasProvedItsKeyIsWrittenDownThoughItLetsNobodyIn() throws IOException {
        ChatServer.builder().protocol(Protocol.SESSION).network(net).identity(one)
                .admit(request -> Admission.reject("closed today")).start();
        assertThat(failure(client(firstUse()))).isInstanceOf(DisconnectReason.Refused.class);
        assertThat(Files.readAllLines(knownServers())).hasSize(1);
    }

    @Test
    void whoCanNotWriteDownItsServerIsNotConnected() {
        ChatServer server = server(one);
        ChatClientBuilder client = client(Trust.firstUse(folder.resolve("no/such/known-servers")));
        assertThatThrownBy(client::connect).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("there is no such folder");
        CompletableFuture<ChatClient> future = client.connectAsync();
        assertThatThrownBy(future::join).hasCauseInstanceOf(UncheckedIOException.class);
        net.advance(Duration.ofSeconds(10));
        assertThat(server.peers()).isEmpty();
    }

    @Test
    void withoutAServerNothingIsWrittenDown() {
        assertThat(failure(client(firstUse()))).isEqualTo(new DisconnectReason.TimedOut(Duration.ofSeconds(10)));
        assertThat(knownServers()).doesNotExist();
    }

    @Test
    void aServerIsKnownByTheNameThatTheApplicationUses() throws IOException {
        ChatServer.builder().protocol(Protocol.SESSION).network(net).identity(one).bind("127.0.0.1", 6_001).start();
        server(other);
        client(firstUse()).server("127.0.0.1", 6_001).connect();
        client(firstUse()).server("127.0.0.1", 5_000).connect();
        assertThat(Files.readAllLines(knownServers())).containsExactly(
                "127.0.0.1:6001 " + one.key(), "127.0.0.1:5000 " + other.key());
    }

    @Test
    void aFileOfAnotherFormIsNotGuessedAt() throws IOException {
        server(one);
        Files.writeString(knownServers(), "127.0.0.1:5000 ssh-ed25519 AAAA\n");
        assertThatThrownBy(() -> client(firstUse()).connect())
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("known-servers");
        Files.writeString(knownServers(), "127.0.0.1:5000 " + one.key().toString().substring(2) + "\n");
        assertThatThrownBy(() -> client(firstUse()).connect())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("64 hexadecimal digits");
        assertThat(net.openEndpoints()).hasSize(1);
    }

    @Test
    void knownServersAreFoundByTheWholeAddress() {
        KnownServers known = new KnownServers(knownServers());
        IdentityKey key = one.key();
        assertThat(known.find("a.example:1")).isEmpty();
        known.add("a.example:1", key);
        known.add("[::1]:5000", other.key());
        assertThat(known.find("a.example:1")).contains(key);
        assertThat(known.find("[::1]:5000")).contains(other.key());
        assertThat(known.find("a.example:11")).isEmpty();
        assertThat(known.find("b.a.example:1")).isEmpty();
    }

    @Test
    void nobodyCanPinNothing() {
        assertThatThrownBy(() -> new Trust.Pinned(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trust.pinned(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Trust.firstUse(null)).isInstanceOf(NullPointerException.class);
    }
}
