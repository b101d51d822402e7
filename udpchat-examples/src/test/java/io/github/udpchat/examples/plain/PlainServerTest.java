package io.github.udpchat.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.network.LoopbackNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program in this process, and once as a process that gets a signal. */
@Timeout(60)
class PlainServerTest {

    @Test
    void obeysCommandsAndQuits() throws Exception {
        LoopbackNetwork net = LoopbackNetwork.create();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ChatServer server = ChatServer.builder().network(net).bind("127.0.0.1", 5000).start();
        try (ChatClient ana = ChatClient.builder().network(net).name("Ana").connect()) {
            ana.lobby().send("hello").join();
            new PlainServer(server, new PrintStream(printed, true, StandardCharsets.UTF_8))
                    .serve(new BufferedReader(new StringReader("peers\nstats\nhelp\nquit\n")));
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.startsWith("listening at /127.0.0.1:5000, key "))
                .anyMatch(line -> line.matches("peer-\\d+ Ana"))
                .contains("1 peers, 1 joins, 1 messages", "commands: stats, peers, quit",
                        "closed; everybody has everything");
        assertThat(server.peers()).isEmpty();
    }

    @Test
    void readsItsOptions() {
        assertThat(ServerOptions.parse()).isEqualTo(new ServerOptions("127.0.0.1:5000", Optional.empty(), 256));
        assertThat(ServerOptions.parse("--max-peers", "9", "--key", "my.key", "--bind", "[::1]:0"))
                .isEqualTo(new ServerOptions("[::1]:0", Optional.of(Path.of("my.key")), 9));
        for (List<String> wrong : List.of(List.of("--bind"), List.of("--port", "1"), List.of("--max-peers", "many"))) {
            assertThatThrownBy(() -> ServerOptions.parse(wrong.toArray(String[]::new)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aSignalEndsItAndNobodyMissesWhatWasSaid() throws Exception {
        Process process = start("--bind", "127.0.0.1:0");
        assumeTrue(process.supportsNormalTermination(), "the system can ask a program to end");
        try (BufferedReader out = process.inputReader()) {
            String address = out.readLine().replaceFirst("^listening at /(.*), key .*$", "$1");
            try (ChatClient ana = ChatClient.builder().server(address).name("Ana").connect()) {
                ana.lobby().send("hello").join();
                process.toHandle().destroy();
                assertThat(out.lines()).containsExactly("closed; everybody has everything");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void afterQuitItEndsByItselfAndSaysSoOnce() throws Exception {
        Process process = start("--bind", "127.0.0.1:0");
        try (BufferedReader out = process.inputReader(); BufferedWriter commands = process.outputWriter()) {
            commands.write("quit\n");
            commands.flush();
            assertThat(out.lines().skip(1)).containsExactly("closed; everybody has everything");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whatItCannotUnderstandEndsItWithCodeTwo() throws Exception {
        Process process = start("--bind", "nowhere");
        try (BufferedReader errors = process.errorReader()) {
            assertThat(errors.lines())
                    .contains("address must be HOST:PORT, an IPv6 address in brackets, was \"nowhere\"");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), PlainServer.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }
}
