package io.github.udpchat.demo.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.interop.Program;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client as a program in a process of its own, with pipes for its terminal, and a server that records each datagram. */
@Timeout(60)
class ClientDemoTest extends StageTest {

    private static final Pattern GREETING = Pattern
            .compile("(?:Name: )?(.+) at 127\\.0\\.0\\.1 port (\\d+), qqq leaves\n");

    /** The exit code of a Java program that SIGTERM has ended. */
    private static final int TERMINATED = 128 + 15;

    private RawPeer server;
    private Program program;
    private InetSocketAddress address;

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.create());
    }

    @BeforeEach
    void startServer() {
        server = closing(new RawPeer(stage.network()));
    }

    private void start(String... moreArgs) {
        program = closing(Program.java(ClientDemo.class, withServer(moreArgs)));
    }

    private String[] withServer(String... moreArgs) {
        String[] args = new String[2 + moreArgs.length];
        args[0] = "--server";
        args[1] = "127.0.0.1:" + server.address().getPort();
        System.arraycopy(moreArgs, 0, args, 2, moreArgs.length);
        return args;
    }

    /** Waits for the client's greeting, and returns the name in it. */
    private String greeted() {
        Matcher[] greeting = new Matcher[1];
        stage.eventually(() -> {
            greeting[0] = GREETING.matcher(program.text());
            assertThat(greeting[0].lookingAt()).as(program.text() + program.errors()).isTrue();
        });
        address = new InetSocketAddress("127.0.0.1", Integer.parseInt(greeting[0].group(2)));
        return greeting[0].group(1);
    }

    private String printed() {
        return GREETING.matcher(program.text()).replaceFirst("");
    }

    private void startAs(String name) {
        start();
        stage.eventually(() -> assertThat(program.text()).isEqualTo("Name: "));
        program.type(name);
        assertThat(greeted()).isEqualTo(name);
        stage.eventually(() -> assertThat(server.receivedTexts()).containsExactly(name));
    }

    @Test
    void asksForANameAndRegistersUnderIt() {
        startAs("Zoë 漢字 😀");
        assertThat(address.getPort()).isBetween(6000, 10_000);
    }

    @Test
    void becomesAGuestWhenTheNameIsEmpty() {
        start();
        program.type("");
        assertThat(greeted()).matches("Guest[1-9]\\d{3}");
        stage.eventually(() -> assertThat(server.receivedTexts()).containsExactly(greeted()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesWhenTheAnswerToTheNameIsToLeave(boolean endOfInput) {
        start();
        if (endOfInput) {
            program.endInput();
        } else {
            program.type("qqq");
        }
        assertThat(program.exitCode()).isZero();
        assertThat(program.text()).isEqualTo("Name: ");
        assertThat(program.errors()).isEmpty();
        assertThat(server.received()).isEmpty();
    }

    @Test
    void takesTheNameFromTheCommandLineAndThenAsksForNone() {
        start("--name", "Ana");
        assertThat(greeted()).isEqualTo("Ana");
        assertThat(program.text()).doesNotContain("Name:");
    }

    @Test
    void sendsWhatIsTypedButNotEmptyLinesAndLeavesWithQqq() {
        startAs("Zoë");
        program.type("größer");
        program.type("");
        program.type("not qqq");
        program.type("漢字 😀");
        program.type("qqq");
        assertThat(program.exitCode()).isZero();
        stage.eventually(() -> assertThat(server.receivedTexts())
                .containsExactly("Zoë", "[Zoë]->größer", "[Zoë]->not qqq", "[Zoë]->漢字 😀", "qqq"));
        assertThat(program.errors()).isEmpty();
        assertThat(printed()).isEmpty();
    }

    @Test
    void printsWhatArrivesInUtf8() {
        startAs("Ana");
        server.send(address, "[Ben]->größer 漢字 😀");
        server.send(address, "no form");
        stage.eventually(() -> assertThat(printed()).isEqualTo("[Ben]->größer 漢字 😀\nno form\n"));
        assertThat(program.output()).endsWith("größer 漢字 😀\nno form\n".getBytes(UTF_8));
    }

    @Test
    void whatCouldUpsetATerminalIsPrintedAsItsNumber() {
        startAs("Ana");
        server.send(address, "[Ben]->\u001b[2J\u0007 \r\n \u009b2J \u202etxt");
        stage.eventually(() -> assertThat(printed())
                .isEqualTo("[Ben]->\\u{1B}[2J\\u{7} \\u{D}\\u{A} \\u{9B}2J \\u{202E}txt\n"));
    }

    @Test
    void leavesAtTheEndOfItsInput() {
        startAs("Ana");
        program.endInput();
        assertThat(program.exitCode()).isZero();
        stage.eventually(() -> assertThat(server.receivedTexts()).containsExactly("Ana", "qqq"));
    }

    @Test
    void serverOfOursSeesItJoinAndLeave() {
        ChatServer real = closing(server().start());
        program = closing(Program.java(ClientDemo.class, "--server", "127.0.0.1:" + real.localAddress().getPort()));
        program.type("Ana");
        program.type("hello");
        program.type("qqq");
        stage.eventually(() -> assertThat(log.lines())
                .containsExactly("Ana joined classic", "Ana said [Ana]->hello", "Ana left classic: Left[]"));
    }

    @Test
    void lineThatIsTooLongIsReportedAndTheClientGoesOn() {
        startAs("Ana");
        program.type("x" + "漢".repeat(339));
        program.type("漢".repeat(339));
        stage.eventually(() -> assertThat(server.receivedTexts())
                .containsExactly("Ana", "[Ana]->" + "漢".repeat(339)));
        stage.eventually(() -> assertThat(printed()).startsWith("Not sent: ").contains("1024").hasLineCount(1));
        assertThat(program.errors()).isEmpty();
    }

    @Test
    void saysQqqWhenItIsTerminated() {
        startAs("Ana");
        program.terminate();
        assertThat(program.exitCode()).isEqualTo(TERMINATED);
        stage.eventually(() -> assertThat(server.receivedTexts()).containsExactly("Ana", "qqq"));
        assertThat(program.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port 5000", "--server", "--name", "--name Ana more", "-h", "--secure --key"})
    void wrongFlagIsAnsweredWithTheUsage(String args) {
        assertRefused("usage: udpchat-demo-client [--server HOST:PORT] [--name NAME] [--secure [--key KEY]]\n",
                args.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "5000", ":5000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:5000/chat", "",
            "two words:5000", "127.0.0.1:-1"})
    void whatIsNoHostAndPortIsRefused(String server) {
        assertRefused("address must be HOST:PORT, an IPv6 address in brackets, was \"" + server + "\"\n", "--server",
                server);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_536})
    void portOutOfRangeIsRefused(int port) {
        program = closing(Program.java(ClientDemo.class, "--server", "127.0.0.1:" + port));
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.errors()).contains("port", "65535", "was " + port).hasLineCount(1);
    }

    @Test
    void nameThatCannotBeUsedIsRefused() {
        assertRefused(
                "name must not be empty, nor \"qqq\", which leaves, nor contain \"]->\", which ends a name; was \"qqq\"\n",
                withServer("--name", "qqq"));
    }

    /** Code 2, one line on stderr, nothing on stdout. */
    private void assertRefused(String line, String... args) {
        program = closing(Program.java(ClientDemo.class, args));
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.errors()).isEqualTo(line);
        assertThat(program.output()).isEmpty();
    }
}
