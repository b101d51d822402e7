package io.github.udpchat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.udpchat.demo.Tmux.Pane;
import io.github.udpchat.demo.client.ClientDemo;
import io.github.udpchat.demo.server.ServerDemo;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a server and clients in terminals of 100 columns and 24 rows, which waits for what they show. */
abstract class TerminalTest {

    /** How long an expectation may take to come true. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Pattern PORT = Pattern.compile("Server running at \\('127\\.0\\.0\\.1', (\\d+)\\)");

    @TempDir Path folder;

    Pane server;
    Tmux tmux;

    @BeforeEach
    void switchOn() {
        tmux = new Tmux(folder);
    }

    @AfterEach
    void switchOff() {
        tmux.close();
    }

    /** Starts the server. {@return where it is} */
    String startServer(String... args) {
        server = tmux.start(100, 24, ServerDemo.class, args);
        eventually(() -> assertThat(server.screen()).containsPattern(PORT));
        Matcher port = PORT.matcher(server.screen());
        assertThat(port.find()).isTrue();
        return "127.0.0.1:" + port.group(1);
    }

    /** Starts a client, which asks for a name. */
    Pane startClient(String address, String... args) {
        String[] all = new String[args.length + 2];
        all[0] = "--server";
        all[1] = address;
        System.arraycopy(args, 0, all, 2, args.length);
        return tmux.start(100, 24, ClientDemo.class, all);
    }

    /** Answers a client's question for a name, and waits until the client says under which it is connected. */
    static void answer(Pane client, String name) {
        eventually(() -> assertThat(client.screen()).startsWith("Name:"));
        client.type(name);
        eventually(() -> assertThat(client.screen()).contains(name + " at 127.0.0.1"));
    }

    /** Waits until a screen shows something. */
    static void shows(Pane pane, String text) {
        eventually(() -> assertThat(pane.screen()).contains(text));
    }

    /** Waits until a screen looks as one in a file, but for ports, keys and times, for which other words stand there. */
    static void looksAs(Pane pane, String file) {
        String expected = resource("/screens/" + file + ".txt");
        eventually(() -> assertThat(masked(pane.screen())).as(file).isEqualTo(expected));
    }

    private static String masked(String screen) {
        return screen.replaceAll("port \\d+", "port PORT")
                .replaceAll("', \\d+\\)", "', PORT)")
                .replaceAll("\\p{XDigit}{64}", "KEY")
                .replaceAll("\\(\\d+ s ago\\)", "(AGE)");
    }

    static String resource(String path) {
        try (InputStream in = TerminalTest.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void eventually(ThrowingCallable assertion) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion::call);
    }
}
