package io.github.udpchat.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.interop.NeedsPython;
import io.github.udpchat.interop.Program;
import io.github.udpchat.interop.PythonPeer;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a program in a process of its own, with pipes for its terminal. */
@Timeout(60)
class ServerDemoTest extends StageTest {

    private static final Pattern GREETING = Pattern.compile("Server running at \\('(127.0.0.1)', (\\d+)\\)\n");

    /** The exit code of a Java program that SIGTERM has ended. */
    private static final int TERMINATED = 128 + 15;

    private Program program;
    private InetSocketAddress address;

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.create());
    }

    private void start() {
        program = closing(Program.java(ServerDemo.class, "--bind", "127.0.0.1:0"));
        stage.eventually(() -> assertThat(program.text()).endsWith("\n"));
        Matcher greeting = GREETING.matcher(program.text());
        assertThat(greeting.matches()).as(program.text()).isTrue();
        address = new InetSocketAddress(greeting.group(1), Integer.parseInt(greeting.group(2)));
    }

    private String printed() {
        return GREETING.matcher(program.text()).replaceFirst("");
    }

    @Test
    void printsEachMessageAfterItsSendersAddress() {
        start();
        RawPeer ana = speaker("Ana", "[Ana]->größer 漢字 😀", "no form");
        String shown = "('127.0.0.1', " + ana.address().getPort() + ")";
        stage.eventually(
                () -> assertThat(printed()).isEqualTo(shown + "[Ana]->größer 漢字 😀\n" + shown + "no form\n"));
    }

    @Test
    void relaysToAllOthers() {
        start();
        RawPeer ben = speaker("Ben", "[Ben]->first");
        stage.eventually(() -> assertThat(printed()).endsWith("[Ben]->first\n"));
        RawPeer ana = speaker("Ana", "[Ana]->\u001b[2J");
        stage.eventually(() -> assertThat(ben.receivedTexts()).containsExactly("[Ana]->\u001b[2J"));
        assertThat(ana.received()).isEmpty();
    }

    @Test
    @NeedsPython
    void printsByteForByteWhatTheOriginalPrints() {
        start();
        PythonPeer original = closing(PythonPeer.server());
        RawPeer ana = closing(new RawPeer(stage.network()));
        for (String said : new String[] {"Ana", "[Ana]->hello", "größer 漢字 😀", "[]->", "  ", "'quoted' \"twice\" \\",
                "qqq", "Anna", "[Anna]->" + "漢".repeat(338) + "xx", "[Anna]->end"}) {
            ana.send(original.address(), said);
            ana.send(address, said);
        }
        stage.eventually(() -> assertThat(original.printed()).last().asString().endsWith("[Anna]->end"));
        stage.eventually(() -> assertThat(printed().lines().toList()).isEqualTo(original.printed()));
        assertThat(program.output()).endsWith(original.printedBytes());
        assertThat(original.printed()).hasSize(7);
    }

    @Test
    void whatCouldUpsetATerminalIsPrintedAsItsNumber() {
        start();
        speaker("Ana", "\u001b]0;owned\u0007 \r\n \u009b2J \u202etxt", "[Ana]->end");
        stage.eventually(() -> assertThat(printed()).endsWith("[Ana]->end\n"));
        assertThat(printed().lines().findFirst().orElseThrow())
                .endsWith(")\\u{1B}]0;owned\\u{7} \\u{D}\\u{A} \\u{9B}2J \\u{202E}txt");
    }

    @Test
    void endsQuietlyWhenItIsTerminated() {
        start();
        speaker("Ana", "[Ana]->hello");
        stage.eventually(() -> assertThat(printed()).endsWith("hello\n"));
        program.terminate();
        assertThat(program.exitCode()).isEqualTo(TERMINATED);
        assertThat(program.errors()).isEmpty();
        assertThat(printed().lines()).hasSize(1);
        closing(new RawPeer(stage.network(), address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port 5000", "--bind", "--bind 127.0.0.1:0 more", "-h", "--secure --identity"})
    void wrongFlagIsAnsweredWithTheUsage(String args) {
        assertRefused("usage: udpchat-demo-server [--bind HOST:PORT] [--secure [--identity FILE]]\n", args.split(" "));
    }

    @Test
    void identityOfAClassicServerIsRefusedAndNoFileMade(@TempDir Path folder) {
        Path file = folder.resolve("server.key");
        assertRefused("--identity needs --secure: a classic server has no key\n", "--identity", file.toString());
        assertThat(file).doesNotExist();
    }

    @Test
    void secureServerForOtherMachinesNeedsAnIdentity() {
        assertRefused("a server for other machines must be known by a lasting key: --identity FILE\n", "--bind",
                "0.0.0.0:0", "--secure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "5000", ":5000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:5000/chat", "",
            "two words:5000", "127.0.0.1:-1"})
    void whatIsNoHostAndPortIsRefused(String address) {
        assertRefused("address must be HOST:PORT, an IPv6 address in brackets, was \"" + address + "\"\n", "--bind",
                address);
    }

    @Test
    void portOutOfRangeIsRefused() {
        assertRefused("port must be 0 to 65535, was 65536\n", "--bind", "127.0.0.1:65536");
    }

    @Test
    void busyPortIsReported() {
        RawPeer first = closing(new RawPeer(stage.network()));
        String busy = "127.0.0.1:" + first.address().getPort();
        assertRefused("Can't listen at " + busy + ": Address already in use\n", "--bind", busy);
    }

    /** Code 2, one line on stderr, nothing on stdout. */
    private void assertRefused(String line, String... args) {
        program = closing(Program.java(ServerDemo.class, args));
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.errors()).isEqualTo(line);
        assertThat(program.output()).isEmpty();
    }

    /** A peer that has sent its name and then some texts. */
    private RawPeer speaker(String name, String... texts) {
        RawPeer peer = closing(new RawPeer(stage.network()));
        peer.send(address, name);
        for (String text : texts) {
            peer.send(address, text);
        }
        return peer;
    }
}
