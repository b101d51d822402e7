package io.github.udpchat.robustness;

import java.net.InetSocketAddress;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Room;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.awaitility.Awaitility;

/**
 * A server and clients of the session protocol whose application throws what it got from the network at every opportunity: what is
 * said in the lobby, in rooms and to one alone, tokens, why somebody is refused or removed.
 */
final class HostileSessionLoggingMain {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> TEXTS = HostileLoggingMain.TEXTS;

    private final AtomicInteger heardAtServer = new AtomicInteger();
    private final ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).bind("127.0.0.1", 0)
            .admit(HostileSessionLoggingMain::admit).listener(new ThrowingServer()).start();

    private HostileSessionLoggingMain() {}

    public static void main(String[] args) {
        new HostileSessionLoggingMain().run();
        System.exit(0);
    }

    private static Admission admit(AdmissionRequest request) {
        String token = text(request.token());
        if (token.startsWith("thrown ")) {
            throw new IllegalStateException(token);
        }
        return token.startsWith("rejected ") ? Admission.reject(token) : Admission.accept(request.name());
    }

    private static String text(Payload payload) {
        try {
            return payload.decodeUtf8();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ChatClientBuilder client(String name) {
        InetSocketAddress address = server.localAddress();
        return ChatClient.builder().protocol(Protocol.SESSION).server(address).name(name);
    }

    private void run() {
        try (server) {
            TEXTS.forEach(text -> {
                isRefusedInPrintableWords("thrown " + text);
                isRefusedInPrintableWords("rejected " + text);
            });
            talk();
            TEXTS.forEach(this::isRemoved);
        }
    }

    /** An application writes such an exception into its log as it is. */
    private void isRefusedInPrintableWords(String token) {
        try {
            client("Stranger").token(Payload.utf8(token)).connect();
            throw new AssertionError("let in with " + PrintableText.of(token));
        } catch (ConnectFailedException refused) {
            String words = refused.toString();
            if (!PrintableText.of(words).equals(words)) {
                throw new AssertionError("raw: " + PrintableText.of(words));
            }
        }
    }

    private void talk() {
        ThrowingClient hears = new ThrowingClient();
        try (ChatClient ana = client("Ana").connect(); ChatClient ben = client("Ben").listener(hears).connect()) {
            // What is allowed as a name, and not what one would like to read.
            String roomName = "%n%s{}${jndi:ldap://x}";
            ben.join(roomName);
            Room room = ana.join(roomName);
            TEXTS.forEach(text -> {
                ana.lobby().send(text);
                room.send(text);
            });
            PeerId benId = idOf(ben);
            TEXTS.forEach(text -> ana.direct(benId, "direct " + text));
            Awaitility.await().atMost(PATIENCE).until(() -> hears.heard.get() == 3 * TEXTS.size()
                    && heardAtServer.get() == 2 * TEXTS.size());
        }
    }

    private PeerId idOf(ChatClient client) {
        return server.peers().stream().filter(peer -> peer.name().equals(client.name())).findAny().orElseThrow().id();
    }

    private void isRemoved(String why) {
        ThrowingClient hears = new ThrowingClient();
        try (ChatClient cleo = client("Cleo").listener(hears).connect()) {
            PeerId id = idOf(cleo);
            server.remove(id, why);
            Awaitility.await().atMost(PATIENCE).until(() -> hears.ended.get() == 1);
        }
    }

    /** Throws all that it hears. */
    private static final class ThrowingClient implements ChatClientListener {

        private final AtomicInteger heard = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public void onMessage(ChatMessage message) {
            heard.incrementAndGet();
            throw new IllegalStateException(message.room() + ": " + message.text());
        }

        @Override
        public void onDirect(DirectMessage message) {
            heard.incrementAndGet();
            throw new IllegalStateException(message.text());
        }

        @Override
        public void onConnection(ConnectionState state) {
            if (state instanceof ConnectionState.Disconnected) {
                ended.incrementAndGet();
                throw new IllegalStateException(state.toString());
            }
        }

        @Override
        public void onError(String during, Throwable error) {
            throw new IllegalStateException(error.getMessage());
        }
    }

    private final class ThrowingServer implements ChatServerListener {

        @Override
        public void onJoined(Peer peer, RoomId room) {
            throw new IllegalStateException(peer + " in " + room);
        }

        @Override
        public void onMessage(Peer from, ChatMessage message) {
            heardAtServer.incrementAndGet();
            throw new IllegalStateException(message.text());
        }

        @Override
        public void onLeft(Peer peer, RoomId room, LeaveReason why) {
            throw new IllegalStateException(why.toString());
        }

        @Override
        public void onError(String during, Throwable error) {
            throw new IllegalStateException(error.getMessage());
        }
    }
}
