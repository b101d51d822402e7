package io.github.udpchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.LoopbackNetwork;
import io.github.udpchat.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Identities, and the files in which they are kept. */
class IdentityTest {

    private static final String SECRET = "0123456789abcdef".repeat(4);

    private final Network network = LoopbackNetwork.create();

    @TempDir private Path folder;

    private Path file(String... lines) throws IOException {
        Path file = folder.resolve("server.key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, List.of(lines));
    }

    private ChatServerBuilder server(Path file) {
        return ChatServer.builder().protocol(Protocol.SESSION).network(network).bind("127.0.0.1", 0)
                .identity(Identity.file(file));
    }

    @Test
    void aFileIsMadeThatOnlyItsOwnerMayUseAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("server.key");
        Identity made = Identity.file(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(made.isLasting()).isTrue();
        assertThat(made.path()).contains(file);
        assertThat(Identity.file(file).key()).isEqualTo(made.key());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void everyFileHasAnotherIdentity() {
        assertThat(Identity.file(folder.resolve("a")).key()).isNotEqualTo(Identity.file(folder.resolve("b")).key());
    }

    @Test
    void theSecretIsWhatTheFileSays() throws IOException {
        Identity read = Identity.file(file("udpchat identity 1", SECRET));
        assertThat(read.key()).isEqualTo(Identity.of(HexFormat.of().parseHex(SECRET)).key());
    }

    @Test
    void aFileThatOthersMayUseIsRefused() throws IOException {
        Path file = file("udpchat identity 1", SECRET);
        for (String others : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw---x---", "rw------x")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(others));
            assertThatThrownBy(() -> Identity.file(file)).as(others)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("chmod 600", file.toString())
                    .hasMessageNotContaining(SECRET);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        Identity.file(file);
    }

    @Test
    void aFileThatHoldsNoIdentityIsRefusedAndNotOverwritten() throws IOException {
        Path file = file();
        for (List<String> content : List.of(
                List.<String>of(),
                List.of("udpchat identity 1"),
                List.of("udpchat identity 2", SECRET),
                List.of("udpchat identity 1", SECRET.substring(1)),
                List.of("udpchat identity 1", SECRET + "0"),
                List.of("udpchat identity 1", SECRET.replace('a', 'g')),
                List.of("udpchat identity 1", SECRET, SECRET),
                List.of("-----BEGIN PRIVATE KEY-----"))) {
            Files.write(file, content);
            assertThatThrownBy(() -> Identity.file(file)).as("%s", content)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("holds no identity")
                    .hasMessageNotContaining(SECRET.substring(1));
            assertThat(Files.readAllLines(file)).isEqualTo(content);
        }
    }

    @Test
    void whatCantBeReadOrMadeIsSaid() throws IOException {
        assertThatThrownBy(() -> Identity.file(folder.resolve("no/such/folder")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageEndingWith("no/such/folder: there is no such folder");
        assertThatThrownBy(() -> Identity.file(Files.createDirectory(folder.resolve("folder"))))
                .isInstanceOfAny(UncheckedIOException.class, IllegalStateException.class);
        Path binary = file();
        Files.write(binary, new byte[] {(byte) 0xFF, (byte) 0xFE});
        assertThatThrownBy(() -> Identity.file(binary)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void twoServersAreNotTheSameOne() throws InterruptedException {
        Path file = folder.resolve("server.key");
        try (ChatServer first = server(file).start()) {
            assertThat(first.key()).contains(Identity.file(file).key());
            for (int tries = 0; tries < 3; tries++) {
                assertThatThrownBy(() -> server(file).start())
                        .isInstanceOf(StartFailedException.class).hasMessageContainingAll("in use", "server.key");
            }
            closed(first);
        }
        closed(server(file).start());
        server(file).start().close();
    }

    /** Closes a server and waits for its end, in which it gives its identity back: {@code close} alone does not wait for long. */
    private static void closed(ChatServer server) throws InterruptedException {
        server.close();
        server.awaitClosed();
    }

    @Test
    void aServerThatCouldNotBindGivesItsIdentityBack() {
        Path file = folder.resolve("server.key");
        try (ChatServer other = ChatServer.builder().protocol(Protocol.SESSION).network(network)
                .bind("127.0.0.1", 0).start()) {
            assertThatThrownBy(() -> server(file).bind(other.localAddress()).start())
                    .isInstanceOf(StartFailedException.class).hasMessageContaining("listen");
        }
        server(file).start().close();
    }

    @Test
    void aClientNeedsNoLock() {
        Path file = folder.resolve("client.key");
        try (ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).network(network)
                .bind("127.0.0.1", 0).start();
                ChatClient one = client(server, file, "Ana");
                ChatClient two = client(server, file, "Ana too")) {
            assertThat(server.peers()).extracting(peer -> peer.key().orElseThrow())
                    .containsOnly(Identity.file(file).key());
            assertThat(one.name()).isNotEqualTo(two.name());
        }
    }

    private ChatClient client(ChatServer server, Path file, String name) {
        return ChatClient.builder().protocol(Protocol.SESSION).network(network).server(server.localAddress()).name(name)
                .identity(Identity.file(file)).connect();
    }

    @Test
    void nothingThatIsShownTellsTheSecret() throws IOException {
        Identity identity = Identity.file(file("udpchat identity 1", SECRET));
        assertThat(identity.toString()).isEqualTo("Identity[" + identity.key() + "]").doesNotContain(SECRET);
        assertThat(identity.keys().toString()).doesNotContain(SECRET);
    }

    @Test
    void freshIdentitiesAreNotKept() {
        SplittableRandom random = new SplittableRandom(1);
        Identity one = Identity.fresh(random);
        assertThat(one.isLasting()).isFalse();
        assertThat(one.path()).isEmpty();
        assertThat(one.key()).isNotEqualTo(Identity.fresh(random).key());
    }

    @Test
    void aSecretHas32BytesAndIsNotKept() {
        byte[] secret = new byte[32];
        Identity identity = Identity.of(secret);
        secret[0] = 1;
        assertThat(identity.key()).isEqualTo(Identity.of(new byte[32]).key());
        assertThatThrownBy(() -> Identity.of(new byte[31])).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("32", "31");
    }
}
