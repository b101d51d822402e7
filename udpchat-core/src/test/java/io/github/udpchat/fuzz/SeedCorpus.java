package io.github.udpchat.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.udpchat.internal.wire.DirectFormat;
import io.github.udpchat.internal.wire.NoticeFormat;
import io.github.udpchat.internal.wire.RoomControl;

/**
 * Writes the inputs with which the fuzz tests begin, most of them made of the test vectors: a program to be run in
 * {@code udpchat-core} when vectors or scripts change. What was found later lies beside them, under other names.
 */
final class SeedCorpus {

    private static final Path ROOT = Path.of("src/test/resources/io/github/udpchat/fuzz");

    /** Longer frames of vectors add nothing to the shorter ones. */
    private static final int MOST_FRAMES_BYTES = 300;

    /** Who is in the lobby, whose channel is 4: Ana and Ben; Ana is gone and Ben a moderator; a crowd. */
    private static final String LIST = "0c0403" + "010203416e61" + "02020342656e";
    private static final String CHANGES = "0c0400" + "0100" + "02030342656e";
    private static final String CROWDED = "0c0404";

    private SeedCorpus() {}

    public static void main(String[] arguments) throws IOException {
        server();
        client();
        frames();
        wire();
        handshake();
        texts();
        classic();
    }

    private static void server() throws IOException {
        Folder folder = new Folder(ServerDatagramsFuzzTest.class,
                "serverAnswersLegallyOrDropsAndItsMembersNoticeNothing");
        folder.write("hello", script(2, 0, 0));
        folder.write("init-and-its-replay", script(3, 2, 0, 4, 2, 4, 0));
        folder.write("nine-inits-of-a-site", script(3, 0, 0, 3, 1, 0, 3, 0, 0, 3, 1, 0, 3, 0, 0, 3, 1, 0, 3, 0, 0, 3, 1,
                0, 3, 0, 0, 1, 0, 15, 160));
        folder.write("changed-init", script(3, 0, 1, 0, 60, 1));
        folder.write("join-of-the-half-open", script(7, 0, 0, 5, 0, 0, 7, 0, 0, 1, 0, 15, 160));
        folder.write("ping-too-late", script(1, 0, 15, 160, 5, 0, 0));
        folder.write("ping-from-elsewhere", script(6, 0, 0, 6, 2, 0, 6, 3, 1, 0, 30, 1));
        folder.write("classic", join(script(0, 0), piece(text("Eve")), script(0, 0), piece(text("[Eve]->hi")),
                script(0, 5), piece(text("[Ben]->hi")), script(0, 0), piece(text("qqq"))));
        folder.write("vectors", join(script(0, 0), piece(Vectors.bytes("handshake", "hello")),
                script(0, 1), piece(Vectors.bytes("handshake", "retry")),
                script(0, 2), piece(Vectors.bytes("reset", "packet")),
                script(0, 2), piece(Vectors.bytes("version", "packet")),
                script(0, 3), piece(Vectors.bytes("data.client.1", "datagram"))));
        for (String name : List.of("hello-version", "init-key-id", "init-old")) {
            folder.write(name, join(script(0, 0), piece(Vectors.bytes("drop." + name, "datagram"))));
        }
    }

    private static void client() throws IOException {
        Folder folder = new Folder(ClientDatagramsFuzzTest.class, "nothingButTheServerEndsOrKeepsAClient");
        for (int stage = 0; stage < 5; stage++) {
            folder.write("stage-" + stage, script(stage, 2, 1, 0, 20, 1, 2, 0, 4, 0, 3, 1, 0, 40, 1, 5, 1, 0, 20, 1, 6,
                    0, 6, 1, 0, 30, 1, 7, 8, 0));
        }
        folder.write("from-a-stranger", join(script(1, 0), piece(Vectors.bytes("handshake", "accept"))));
        for (Map.Entry<String, Map<String, String>> section : Vectors.sections().entrySet()) {
            if (section.getKey().startsWith("drop.") && section.getValue().get("to.text").equals("client")
                    && !section.getKey().contains("limits")) {
                folder.write(section.getKey(), join(script(section.getKey().contains("accept") ? 1 : 0, 1),
                        piece(Vectors.bytes(section.getValue().get("datagram")))));
            }
        }
    }

    private static void frames() throws IOException {
        Folder wire = new Folder(WireFuzzTest.class, "framesAreReadAsTheyAreWritten");
        Folder server = new Folder(FramesAtServerFuzzTest.class, "serverTakesFramesOrClosesTheSession");
        Folder client = new Folder(FramesAtClientFuzzTest.class, "clientTakesFramesOrClosesTheSession");
        Folder link = new Folder(LinkFuzzTest.class, "aSideOfASessionDoesWhatTheModelSays");
        for (Map.Entry<String, Map<String, String>> section : Vectors.sections().entrySet()) {
            String name = section.getKey();
            Map<String, String> values = section.getValue();
            if (name.startsWith("frame.")) {
                byte[] frame = Vectors.bytes(values.get("bytes"));
                int fromServer = values.get("from.text").equals("client") ? 1 : 0;
                if (frame.length <= MOST_FRAMES_BYTES) {
                    wire.write(name, join(script(fromServer), frame));
                }
            } else if (name.startsWith("malformed.") || name.startsWith("accepted.")) {
                boolean toServer = values.get("to.text").equals("server");
                byte[] packets = packets(values);
                if (packets.length <= MOST_FRAMES_BYTES) {
                    (toServer ? server : client).write(name, join(script(0), packets));
                    link.write(name, join(script(toServer ? 0 : 1), packets));
                }
            }
        }
        byte[] said = Vectors.bytes("0304000a01" + "68656c6c6f20616c6c");
        server.write("talk", join(script(0, 0), piece(said), script(6, 1, 0, 5, 0, 30, 7, 6, 200, 0, 5, 4, 0, 7)));
        byte[] join = Vectors.bytes("chat.join", "message");
        server.write("join", join(script(1, 0), piece(join(script(3, 0, 0, join.length), join)), script(7)));
        client.write("talk", join(script(0, 6, 1, 0, 5, 0, 30, 7, 6, 200, 0, 5, 4, 0, 7, 0), piece(heard())));
        client.write("welcome", join(script(1, 0), piece(control("chat.welcome")), script(6, 0, 9, 5, 0, 1)));
        client.write("presence", join(script(0),
                present(1, LIST), present(2, CHANGES), script(5, 0, 30), present(3, CROWDED), present(4, LIST)));
        client.write("presence-before-a-list", join(script(0), present(1, CHANGES)));
        link.write("more-than-the-session-credit", tooMuch());
        link.write("talk", script(0, 6, 0, 3, 0, 9, 0, 9, 15, 0, 0, 1, 7, 5, 0, 30, 6, 2, 1, 0, 5, 0, 6, 7, 5, 16, 0));
        byte[] fragments = join(script(0), piece(Vectors.bytes("fragments", "frame.3")),
                script(0), piece(Vectors.bytes("fragments", "frame.1")),
                script(0), piece(Vectors.bytes("fragments", "frame.2")));
        link.write("fragments", join(script(0), ofMessage(fragments, 1)));
        client.write("fragments", join(script(0), ofMessage(fragments, 0)));
    }

    /** Nine messages of 1,100 bytes, none of which can be taken because an earlier one is missing. */
    private static byte[] tooMuch() {
        byte[] script = script(0);
        for (int number = 1; number < 10; number++) {
            script = join(script, script(0), piece(join(script(3, 4, number, 0x44, 0x4C), new byte[1100])));
        }
        return script;
    }

    /** The vector's fragments are of message 9; here it is another one. */
    private static byte[] ofMessage(byte[] fragments, int number) {
        byte[] changed = fragments.clone();
        for (int i = 0; i + 5 < changed.length; i++) {
            if (changed[i] == 4 && changed[i + 1] == 4 && changed[i + 2] == 9 && changed[i + 4] == 3) {
                changed[i + 2] = (byte) number;
            }
        }
        return changed;
    }

    /** A packet with a message on channel 0 about who is there. */
    private static byte[] present(int number, String message) {
        byte[] bytes = Vectors.bytes(message);
        return join(script(0), piece(join(script(3, 0, number, bytes.length), bytes)));
    }

    private static byte[] packets(Map<String, String> values) {
        byte[] packets = new byte[0];
        for (int before = 1; values.containsKey("before." + before); before++) {
            packets = join(packets, script(0), piece(Vectors.bytes(values.get("before." + before))));
        }
        return join(packets, script(0), piece(Vectors.bytes(values.get("frames"))));
    }

    private static byte[] heard() {
        byte[] heard = Vectors.bytes("chat.heard", "message");
        return join(script(3, 4, 0, heard.length), heard);
    }

    private static byte[] control(String section) {
        byte[] message = Vectors.bytes(section, "message");
        return join(script(3, 0, 0, message.length), message);
    }

    private static void wire() throws IOException {
        Folder packets = new Folder(WireFuzzTest.class, "packetsAreReadAsTheyAreWritten");
        for (String packet : List.of("hello", "retry", "init", "accept")) {
            packets.write(packet, Vectors.bytes("handshake", packet));
        }
        packets.write("data", Vectors.bytes("data.client.3", "datagram"));
        packets.write("reset", Vectors.bytes("reset", "packet"));
        packets.write("version", Vectors.bytes("version", "packet"));
        Folder chat = new Folder(WireFuzzTest.class, "whatTheChatSaysIsReadAsItIsWritten");
        presence(chat);
        for (Map.Entry<String, Map<String, String>> section : Vectors.sections().entrySet()) {
            String name = section.getKey();
            if (name.startsWith("chat.") || name.startsWith("malformed-chat.")) {
                int kind = name.contains("said") ? 1 : name.contains("heard") ? 2 : 0;
                byte[] message = Vectors.bytes(section.getValue().get("message"));
                if (message.length <= MOST_FRAMES_BYTES) {
                    chat.write(name, join(script(kind), message));
                }
            }
        }
        ByteBuffer hello = ByteBuffer.wrap(text("hello"));
        chat.write("channels", join(script(0), bytes(new RoomControl.Channels(8, 2).write())));
        chat.write("said-alone", join(script(3), bytes(new DirectFormat.Said(7, 2, hello).write())));
        chat.write("heard-alone", join(script(4), bytes(new DirectFormat.Heard(2, "Ben", hello).write())));
        chat.write("types", join(script(5), bytes(new NoticeFormat.Types(4).write())));
        chat.write("typed", join(script(6), bytes(new NoticeFormat.Typed(4, 2, "Ben").write())));
    }

    private static byte[] bytes(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }

    private static void presence(Folder chat) throws IOException {
        chat.write("present-list", join(script(0), Vectors.bytes(LIST)));
        chat.write("present-changes", join(script(0), Vectors.bytes(CHANGES)));
        chat.write("present-crowded", join(script(0), Vectors.bytes(CROWDED)));
        chat.write("present-crowded-with-an-entry", join(script(0), Vectors.bytes(CROWDED + "0100")));
        chat.write("present-cut", join(script(0), Vectors.bytes(LIST.substring(0, LIST.length() - 2))));
        chat.write("present-flags", join(script(0), Vectors.bytes("0c0407")));
    }

    private static void handshake() throws IOException {
        Folder folder = new Folder(HandshakeFuzzTest.class, "handshakesFailAsHandshakesFail");
        folder.write("message1", join(script(0), Vectors.bytes("handshake", "message1")));
        folder.write("message2", join(script(1), Vectors.bytes("handshake", "message2")));
        folder.write("limits", join(script(2), Vectors.bytes("limits.server", "bytes")));
        folder.write("accepted", join(script(3), Vectors.bytes("handshake", "payload2")));
        folder.write("low-order", join(script(1), new byte[96]));
    }

    private static void texts() throws IOException {
        Folder names = new Folder(TextFuzzTest.class, "namesHaveOneFormAndHideNothing");
        Folder shown = new Folder(TextFuzzTest.class, "textsAreShownWithoutHarmAndFitIntoClose");
        List<String> texts = List.of("Ana", "Zo\u00EB", "Zoe\u0308", "\uFF21\uFF22", "\uFB01n", "Stra\u00DFe",
                "\u0130stanbul", "\u6771\u4EAC\u30BF\u30EF\u30FC", "\u0430na", "a\u200Bb", "\u202Eabc", "\u2800",
                "a  b", "\u0301a", "\uD55C\uAE00", "\u1E9E", "\u01C5", "\u0345", "\u03B1\u0345", "a\u2028b",
                "\uD83D\uDE00", "x".repeat(33), "\u001B[2J");
        for (int i = 0; i < texts.size(); i++) {
            names.write("utf8-" + i, join(script(0), text(texts.get(i))));
            shown.write("utf8-" + i, join(script(0), text(texts.get(i))));
        }
        shown.write("unpaired-surrogates", join(script(1), Vectors.bytes("d83d0061de00d83d")));
        names.write("unpaired-surrogates", join(script(1), Vectors.bytes("d83d0061de00d83d")));
    }

    private static void classic() throws IOException {
        Folder datagrams = new Folder(ClassicFuzzTest.class, "datagramsAreReadAsTheyAreWrittenAndHeardByAClient");
        List<String> texts = List.of("Ana", "[Ana]->hi", "qqq", "[]->x", "[a]->b]->c", "[Zo\u00EB]->\uD83D\uDE00",
                "\uFFFD", "[a]-", "]->");
        for (int i = 0; i < texts.size(); i++) {
            datagrams.write("text-" + i, text(texts.get(i)));
        }
        datagrams.write("not-utf8", Vectors.bytes("efbfbdc328"));
        datagrams.write("too-long", new byte[1025]);
        Folder server = new Folder(ClassicFuzzTest.class, "serverPassesLinesOnByteForByte");
        server.write("talk", join(script(0, 0), piece(text("Ana")), script(0, 1), piece(text("Ben")),
                script(0, 2), piece(text("Zoe")), script(0, 0), piece(text("[Ana]->hi")),
                script(6, 1, 6, 1, 7, 0, 9, 9),
                script(0, 2), piece(Vectors.bytes("c328")), script(0, 2), piece(text("[Zoe]->bye"))));
    }

    // ---- pieces of scripts

    private static byte[] script(int... bytes) {
        byte[] script = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            script[i] = (byte) bytes[i];
        }
        return script;
    }

    private static byte[] piece(byte[] content) {
        return join(script(content.length >> 8, content.length), content);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(whole::writeBytes);
        return whole.toByteArray();
    }

    /** Where Jazzer looks for the inputs of a test. */
    private record Folder(Class<?> test, String method) {

        void write(String name, byte[] input) throws IOException {
            Path folder = ROOT.resolve(test.getSimpleName() + "Inputs").resolve(method);
            Files.createDirectories(folder);
            Files.write(folder.resolve("seed-" + name), input);
        }
    }
}
