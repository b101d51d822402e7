package io.github.udpchat.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatException;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.demo.Tmux.Pane;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names and messages that would take over a terminal if they reached it as they are: none does, on either protocol. */
@NeedsTmux
@Timeout(60)
class HostileTextTest extends TerminalTest {

    /** Looks like other letters, and becomes them where it is a name on the session protocol (NFKC). */
    private static final String COMPATIBLE = "\uff21\uff4e\uff41 \u2160\u2161 \ufb01 \u1d2c";
    private static final String MARKED = "marks Z\u0335\u0321\u0353\u0300\u0301";

    /** What terminals obey, what hides or turns text, and what looks like something else. */
    private static final List<String> HOSTILE = List.of(
            "\u001b[2J\u001b[H cleared",
            "\u001b]0;owned\u0007 title",
            "\u001b]2;owned\u001b\\ title",
            "\u001bkowned\u001b\\ title as of screen",
            "\u001b]52;c;b3duZWQ=\u0007 clipboard",
            "\u001b[31mred\u001b[0m",
            "\u001b[5A\u001b[K up and erased",
            "\u001b[?1049h other screen",
            "\u001b[6n\u001b[c\u001b[>c asks for an answer",
            "\u001b#8\u001bc reset",
            "\u001bP$q\"p\u001b\\ device control",
            "\u009b2J\u009d0;owned\u009c as single characters",
            "\rover the line",
            "two\nlines, three\u000blines, four\flines",
            "next\u0085line\u2028line\u2029paragraph",
            "\b\b\b\b\b\b back",
            "\u0000 nothing \u007f deleted",
            "\u000e other characters \u000f",
            "\u0007\u0007\u0007 bells",
            "\u202egnp.exe \u202d \u2066isolated\u2069 \u200f",
            "zero\u200bwidth\u200djoined\u2060 and\ufeff marked\u00ad soft",
            "tags\udb40\udc41\udb40\udc42 and private \ue000 \udbff\udffd",
            "unassigned \u0378 and no character \ufdd0 \uffff",
            "\u0410n\u0430 mixed scripts",
            COMPATIBLE,
            MARKED);

    private static final String LONG = "x".repeat(10_000);

    /** Half a pair of surrogates, which the library does not take as text. */
    private static final String HALF = "half \ud83d";

    /** No text, which a datagram may carry all the same: surrogates alone, cut off, longer than need be, out of range. */
    private static final List<byte[]> NOT_UTF8 = List.of(
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xED, (byte) 0xB0, (byte) 0x80, 0x1B, '[', '2', 'J'},
            new byte[] {(byte) 0x9B, '2', 'J'},
            new byte[] {(byte) 0xC0, (byte) 0x9B, '2', 'J'},
            new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80});

    /** What nobody but a terminal should be sent: control, format, private and other characters that are not shown. */
    private static final Pattern RAW = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}&&[^\r\n]]");

    /** What JLine writes to move about in the line being typed; it never clears a screen, sets a title or asks for anything. */
    private static final Pattern OF_THE_LINE_EDITOR = Pattern
            .compile(
                    "\u001b\\[\\d*[ABCDGKP]|\u001b\\[\\?[\\d;]+[hl]|\u001b[=>]|\u001b\\[m|\u001b[()][AB0]|\u000f|\b|\u0007$");

    @Test
    void nothingRawReachesTheTerminalsOnTheClassicProtocol() {
        String address = startServer("--bind", "127.0.0.1:0");
        Pane ana = startClient(address);
        answer(ana, "Ana");
        ana.type("first");
        shows(server, "[Ana]->first");
        ana.typeHalf("half a line");

        InetSocketAddress to = at(address);
        try (RawPeer hostile = new RawPeer(UdpNetwork.create())) {
            hostile.send(to, HOSTILE.get(0));
            // A member from here on: of one that is not yet let in, the server holds only some datagrams.
            hostile.send(to, "is let in");
            shows(ana, "is let in");
            HOSTILE.forEach(text -> hostile.send(to, text));
            HOSTILE.forEach(text -> hostile.send(to, "[" + text + "]->" + text));
            NOT_UTF8.forEach(bytes -> hostile.send(to, bytes));
            hostile.send(to, LONG);
            hostile.send(to, "the end");
            shows(ana, "the end");
        }
        assertUnharmed(ana, "half a line", HOSTILE);
        assertUnharmed(server, "the end", HOSTILE);
    }

    @Test
    void nothingRawReachesTheTerminalsOnTheSessionProtocol() {
        String address = startServer("--bind", "127.0.0.1:0", "--secure");
        Pane ana = startClient(address, "--secure");
        answer(ana, "Ana");
        ana.typeHalf("half a line");

        List<String> admitted = Stream.concat(HOSTILE.stream(), Stream.of(LONG, HALF))
                .filter(name -> isAdmitted(address, name))
                .toList();
        assertThat(admitted).as("names, of which only those of visible characters are let in")
                .containsExactly(COMPATIBLE, MARKED);
        try (ChatClient hostile = ChatClient.builder().server(address).name("Ben").connect()) {
            Stream<Payload> texts = Stream.concat(HOSTILE.stream(), Stream.of(LONG)).map(Payload::utf8);
            List<CompletableFuture<Delivery>> said = Stream.concat(texts, NOT_UTF8.stream().map(Payload::copyOf))
                    .map(hostile.lobby()::send)
                    .toList();
            assertThat(said).allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(Delivery.Relayed.class));
            assertThatThrownBy(() -> hostile.lobby().send(HALF)).isInstanceOf(IllegalArgumentException.class);
            hostile.lobby().send("the end").join();
            shows(ana, "[Ben]->the end");
        }
        List<String> shown = new ArrayList<>(List.of("[Ana III fi A]->who am I?"));
        Stream.concat(HOSTILE.stream(), Stream.of(LONG)).forEach(text -> shown.add("[Ben]->" + text));
        assertUnharmed(ana, "half a line", shown);
        assertUnharmed(server, "* Ben left lobby", shown);
    }

    /** Whether somebody may have a name; says it, if so. */
    private static boolean isAdmitted(String address, String name) {
        try (ChatClient hostile = ChatClient.builder().server(address).name(name).connect()) {
            hostile.lobby().send("who am I?").join();
            return true;
        } catch (IllegalArgumentException | ChatException refused) {
            return false;
        }
    }

    /** All was shown, in characters that do nothing; what was there before still is, and the line being typed stands whole. */
    private static void assertUnharmed(Pane pane, String atTheEnd, List<String> said) {
        eventually(() -> assertThat(pane.everything().stripTrailing()).endsWith(atTheEnd));
        String everything = pane.everything();
        for (String text : said) {
            assertThat(everything).contains(PrintableText.of(text));
        }
        assertThat(everything).doesNotContainPattern(RAW).contains("127.0.0.1");
        assertThat(pane.title()).isEqualTo(Pane.TITLE);
        // What is written comes through a pipe, which may have brought the half of a character or of a sequence so far.
        eventually(
                () -> assertThat(OF_THE_LINE_EDITOR.matcher(pane.written()).replaceAll("")).doesNotContainPattern(RAW));
    }

    private static InetSocketAddress at(String address) {
        return new InetSocketAddress("127.0.0.1", Integer.parseInt(address.replaceAll(".*:", "")));
    }
}
