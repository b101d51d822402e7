package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;

import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.Identity;
import io.github.udpchat.StartFailedException;
import io.github.udpchat.model.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One identity, one server, whatever the program. */
@Timeout(120)
class IdentityLockTest {

    @TempDir private Path folder;

    private ChatServerBuilder server() {
        return ChatServer.builder().protocol(Protocol.SESSION).bind("127.0.0.1", 0)
                .identity(Identity.file(folder.resolve("server.key")));
    }

    private String anotherProgram() throws Exception {
        ChildJvm child = ChildJvm.run(folder, IdentityLockMain.class, "-Didentity=" + folder.resolve("server.key"));
        assertThat(child.exitCode()).as(child.errors()).isZero();
        return child.output();
    }

    @Test
    void aServerInAnotherProgramIsRefusedUntilTheFirstIsClosed() throws Exception {
        try (ChatServer first = server().start()) {
            assertThat(anotherProgram()).contains("in use by another server");
            // On POSIX systems whoever closes any handle of a locked file gives up all locks of its program on it.
            Identity.file(folder.resolve("server.key"));
            assertThat(anotherProgram()).as("after the file was read again").contains("in use by another server");
            assertThatThrownBy(() -> server().start()).isInstanceOf(StartFailedException.class);
            assertThat(anotherProgram()).as("after another server was refused here")
                    .contains("in use by another server");
            assertThat(first.key()).contains(Identity.file(folder.resolve("server.key")).key());
        }
        assertThat(anotherProgram()).contains("started as " + Identity.file(folder.resolve("server.key")).key());
    }
}
