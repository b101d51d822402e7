package io.github.udpchat.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/**
 * A thousand messages among three clients, some of them Python's and some ours. In the end each has heard, byte for byte,
 * all that the server relayed from the others; and what the server relayed is each one's lines, whole and in order.
 */
class PythonTranscriptTest extends InteropTest {

    private static final int MESSAGES = 1000;

    /** So many are on their way at most: they fit into the smallest receive buffer, so none is lost. */
    private static final int WINDOW = 50;

    private record Chatter(String name, InetSocketAddress address, Consumer<String> say, Supplier<byte[]> heard) {

        static Chatter of(String name, PythonPeer client) {
            return new Chatter(name, client.address(), client::type, client::printedBytes);
        }

        static Chatter of(String name, ChatClient client, ClientLog log) {
            return new Chatter(name, client.localAddress(), line -> client.lobby().send(line),
                    () -> bytes(log.texts()));
        }
    }

    /** What a server relayed: from whom, and what. */
    private record Relayed(InetSocketAddress from, String text) {}

    private static byte[] bytes(List<String> lines) {
        StringBuilder printed = new StringBuilder();
        lines.forEach(line -> printed.append(line).append('\n'));
        return printed.toString().getBytes(UTF_8);
    }

    private Chatter python(ChatServer server, String name) {
        return Chatter.of(name, pythonClient(server, name));
    }

    private Chatter python(PythonPeer server, String name) {
        return Chatter.of(name, pythonClient(server, name));
    }

    private Chatter ours(ChatServer server, String name) {
        ClientLog hears = new ClientLog();
        return Chatter.of(name, ourClient(server, name, hears), hears);
    }

    private Chatter ours(PythonPeer server, String name) {
        ClientLog hears = new ClientLog();
        return Chatter.of(name, ourClient(server, name, hears), hears);
    }

    @Test
    void twoPythonClientsAndOneOfOursAtOurServer() {
        List<Relayed> relayed = new ArrayList<>();
        ChatServer server = closing(serverThatRecords(relayed));
        List<Chatter> chatters = List.of(python(server, "Zoë"), python(server, "漢字"), ours(server, "Ana"));
        talk(chatters);
        closed(server);
        assertHeard(chatters, relayed);
    }

    @Test
    void onePythonClientAndTwoOfOursAtOurServer() {
        List<Relayed> relayed = new ArrayList<>();
        ChatServer server = closing(serverThatRecords(relayed));
        List<Chatter> chatters = List.of(ours(server, "Zoë"), python(server, "漢字"), ours(server, "😀"));
        talk(chatters);
        closed(server);
        assertHeard(chatters, relayed);
    }

    @Test
    void twoPythonClientsAndOneOfOursAtThePythonServer() {
        PythonPeer server = closing(PythonPeer.server());
        List<Chatter> chatters = List.of(python(server, "Zoë"), python(server, "漢字"), ours(server, "Ana"));
        talk(chatters);
        stage.eventually(() -> assertHeard(chatters, relayedBy(server, chatters)));
    }

    @Test
    void onePythonClientAndTwoOfOursAtThePythonServer() {
        PythonPeer server = closing(PythonPeer.server());
        List<Chatter> chatters = List.of(ours(server, "Zoë"), python(server, "漢字"), ours(server, "😀"));
        talk(chatters);
        stage.eventually(() -> assertHeard(chatters, relayedBy(server, chatters)));
    }

    /** A server whose record is complete, and safe to read, once it is closed. */
    private ChatServer serverThatRecords(List<Relayed> relayed) {
        return server().listener(new ChatServerListener() {
            @Override
            public void onJoined(Peer peer, RoomId room) {
                log.onJoined(peer, room);
            }

            @Override
            public void onMessage(Peer from, ChatMessage message) {
                relayed.add(new Relayed(from.address(), message.text()));
            }
        }).start();
    }

    private static List<Relayed> relayedBy(PythonPeer server, List<Chatter> chatters) {
        return server.printed().stream()
                .map(line -> {
                    InetSocketAddress from = chatters.stream()
                            .map(Chatter::address)
                            .filter(address -> line.startsWith(shown(address)))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(line));
                    return new Relayed(from, line.substring(shown(from).length()));
                })
                .toList();
    }

    /** Everybody speaks in turn; after each window all wait until it has arrived everywhere. */
    private void talk(List<Chatter> chatters) {
        int[] heardBytes = new int[chatters.size()];
        for (int message = 0; message < MESSAGES; message++) {
            int speaker = message % chatters.size();
            chatters.get(speaker).say().accept(line(message));
            for (int listener = 0; listener < heardBytes.length; listener++) {
                heardBytes[listener] += listener == speaker ? 0
                        : bytes(List.of(text(chatters.get(speaker), message))).length;
            }
            if ((message + 1) % WINDOW == 0) {
                stage.eventually(() -> assertThat(chatters).extracting(chatter -> chatter.heard().get().length)
                        .containsExactly(heardBytes[0], heardBytes[1], heardBytes[2]));
            }
        }
    }

    private static void assertHeard(List<Chatter> chatters, List<Relayed> relayed) {
        assertThat(relayed).hasSize(MESSAGES);
        for (int i = 0; i < chatters.size(); i++) {
            Chatter chatter = chatters.get(i);
            List<String> said = new ArrayList<>();
            for (int message = i; message < MESSAGES; message += chatters.size()) {
                said.add(text(chatter, message));
            }
            assertThat(relayed).filteredOn(line -> line.from().equals(chatter.address()))
                    .extracting(Relayed::text)
                    .as("said by " + chatter.name())
                    .isEqualTo(said);
            List<String> saidByOthers = relayed.stream()
                    .filter(line -> !line.from().equals(chatter.address()))
                    .map(Relayed::text)
                    .toList();
            assertThat(chatter.heard().get()).as("heard by " + chatter.name()).isEqualTo(bytes(saidByOthers));
        }
    }

    private static String text(Chatter author, int message) {
        return "[" + author.name() + "]->" + line(message);
    }

    /** Lines of many lengths and alphabets. */
    private static String line(int message) {
        return message + " größer 漢字 😀 " + "é".repeat(message % 97);
    }
}
