package io.github.udpchat.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ServerLog;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the README shows is what the build compiles and runs. */
class ReadmeTest {

    @Test
    void everyExampleIsCompiledWordForWord() throws IOException {
        JavaBlocks.assertCompiled(Path.of("../README.md"), Path.of("src/test/java/io/github/udpchat/readme"), 6);
    }

    @Test
    void everyTestThatTheReadmeNamesExists() throws IOException {
        List<String> named = Pattern.compile("`(\\w+(?:Test|Contract))`")
                .matcher(Files.readString(Path.of("../README.md")))
                .results().map(name -> name.group(1) + ".java").toList();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<String> existing = files.map(file -> file.getFileName().toString()).toList();
            assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(existing).contains(name));
        }
    }

    @Test
    @Timeout(30)
    void wholeProgramRunsToItsEnd() throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Hello.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("hello, Ben");
    }

    @Test
    void clientSaysHello() {
        ServerLog log = new ServerLog();
        try (ChatServer server = ChatServer.builder().bind("127.0.0.1", 0).listener(log).start()) {
            assertThat(ClientExample.sayHello(server.localAddress())).isEqualTo("reached 0");
            Awaitility.await().untilAsserted(() -> assertThat(log.lines())
                    .containsExactly("Ana joined lobby", "Ana said hello", "Ana left lobby: Left[]"));
        }
    }

    @Test
    void serverServesUntilItsThreadIsInterrupted() throws InterruptedException {
        Thread serving = Thread.ofPlatform().start(() -> {
            try {
                ServerExample.serve(Set.of("Mallory"), 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        serving.interrupt();
        assertThat(serving.join(Duration.ofSeconds(10))).isTrue();
    }
}
