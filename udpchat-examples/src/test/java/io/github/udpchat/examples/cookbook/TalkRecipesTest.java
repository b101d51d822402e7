package io.github.udpchat.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.JoinFailedException;
import io.github.udpchat.Room;
import io.github.udpchat.TypedRoom;
import io.github.udpchat.codec.Codec;
import io.github.udpchat.codec.CodecException;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recipes about what clients say and hear. */
class TalkRecipesTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(11);
    private final Identity identity = Identity.fresh(net.host().random());
    private final ChatServer server = startServer();
    private final List<String> shown = new ArrayList<>();

    private ChatServer startServer() {
        return ChatServer.builder().network(net).identity(identity).start();
    }

    private ChatClientBuilder client(String name) {
        return ChatClient.builder().network(net).name(name);
    }

    @AfterEach
    void endTheSimulation() {
        net.close();
    }

    @Test
    void rooms() {
        ChatClient ana = client("Ana").connect();
        ChatClient ben = client("Ben").connect();

        Room tea = ana.join("tea", message -> shown.add(PrintableText.of(message.text())));
        tea.send("who else?");
        server.room(tea.id()).send("the kettle is on");

        ben.join("tea").send("I am");
        net.advance(SOON);
        assertThat(shown).containsExactly("the kettle is on", "I am");

        ana.leave(tea);

        net.advance(SOON);
        assertThat(tea.send("still here?").join()).isEqualTo(new Delivery.Refused(DropReason.NOT_A_MEMBER));
    }

    @Test
    void roomsThatCanNotBeEntered() {
        ChatClient ana = client("Ana").connect();
        for (int i = 1; i < 64; i++) {
            ana.join("room-" + i);
        }

        try {
            ana.join("one-more");
        } catch (JoinFailedException e) {
            shown.add("not in: " + e.reason());
        }

        assertThat(shown).containsExactly("not in: TOO_MANY_ROOMS");
    }

    record Vote(int option) {}

    static final Codec<Vote> VOTES = new Codec<>() {
        @Override
        public Payload encode(Vote vote) {
            return Payload.copyOf(new byte[] {(byte) vote.option()});
        }

        @Override
        public Vote decode(Payload payload) {
            if (payload.size() != 1) {
                throw new CodecException("a vote is one byte: " + payload);
            }
            return new Vote(payload.asByteBuffer().get());
        }
    };

    @Test
    void aTypedRoom() {
        ChatClient ana = client("Ana").connect();
        ChatClient ben = client("Ben").connect();
        List<Integer> counted = new ArrayList<>();
        ben.join("poll", VOTES, vote -> counted.add(vote.value().option()));

        TypedRoom<Vote> poll = ana.join("poll", VOTES,
                vote -> shown.add(vote.message().author().orElse("the server") + ": " + vote.value().option()));
        poll.send(new Vote(2));

        ana.join("poll").send("what is this?");
        net.advance(SOON);
        assertThat(counted).containsExactly(2);
        assertThat(ben.stats().traffic().drops(DropReason.UNDECODABLE)).isEqualTo(1);
    }

    @Test
    void waitForTheOutcome() {
        ChatClient ana = client("Ana").connect();

        CompletableFuture<Delivery> outcome = ana.lobby().send("the shop closes at six");
        String note = switch (outcome.join()) {
            case Delivery.Relayed(var at, int recipients) -> "to " + recipients + ", at " + at.offset();
            case Delivery.Refused(DropReason why) -> "not sent: " + why;
            case Delivery.Unconfirmed(Delivery.Cause cause) -> "perhaps sent: " + cause;
        };

        assertThat(note).isEqualTo("to 0, at 0");
    }

    /** Says something until it is known to be relayed, and so perhaps more than once. */
    static void sayUntilRelayed(Room room, Payload numbered) {
        room.send(numbered).thenAccept(outcome -> {
            if (outcome instanceof Delivery.Unconfirmed) {
                sayUntilRelayed(room, numbered);
            }
        });
    }

    @Test
    void sayAgainWhatNobodyCanTellAbout() {
        ChatClient ana = client("Ana").connect();
        Set<String> alerts = new TreeSet<>();
        ChatClient ben = client("Ben").listener(message -> alerts.add(message.text())).connect();
        net.advance(SOON);
        net.crash(server.localAddress());
        sayUntilRelayed(ana.lobby(), Payload.utf8("17: the door is open"));
        ChatServer again = startServer();
        assertThat(net.advanceUntil(() -> again.stats().messagesRelayed() == 1, Duration.ofMinutes(2))).isTrue();
        assertThat(ben.name()).isEqualTo("Ben");
    }

    @Test
    void reconnecting() {
        ChatClientBuilder builder = ChatClient.builder().network(net);
        ChatClientListener listener = new ChatClientListener() {
            @Override
            public void onMessage(ChatMessage message) {
                shown.add(PrintableText.of(message.text()));
            }

            @Override
            public void onConnection(ConnectionState state) {
                switch (state) {
                    case ConnectionState.Connected(var server, String name) -> shown.add("online as " + name);
                    case ConnectionState.Reconnecting(var why) -> shown.add("offline for now: " + why);
                    case ConnectionState.Disconnected(var why) -> shown.add("offline for good: " + why);
                }
            }
        };
        ChatClient ana = builder
                .name("Ana")
                .listener(listener)
                .reconnect(ReconnectPolicy.defaults().giveUpAfter(Duration.ofMinutes(10)))
                .connect();

        InstalledRule outage = net.rule(LinkRule.partition(ana.localAddress()));
        net.advance(Duration.ofMinutes(1));
        CompletableFuture<Delivery> waits = ana.lobby().send("said while offline");
        outage.remove();
        assertThat(waits.join()).isInstanceOf(Delivery.Relayed.class);
        assertThat(shown).hasSize(3).first().isEqualTo("online as Ana");
        assertThat(shown).element(1).asString().startsWith("offline for now: Silence");
        assertThat(shown).last().isEqualTo("online as Ana");
        net.rule(LinkRule.partition(ana.localAddress()));
        net.advance(Duration.ofMinutes(12));
        assertThat(shown).last().asString().startsWith("offline for good: ");
    }

    @Test
    void theServerSpeaksAndHears() {
        ChatClient ana = client("Ana").listener(message -> shown.add(message.text())).connect();

        server.room(RoomId.LOBBY).send("we close in five minutes");

        net.advance(SOON);
        assertThat(shown).containsExactly("we close in five minutes");
        assertThat(ana.name()).isEqualTo("Ana");
    }

    @Test
    void testWithLoss() {
        try (SimulatedNetwork network = SimulatedNetwork.seeded(42)) {
            network.rule(LinkRule.loss(0.3));
            network.rule(LinkRule.jitter(Duration.ofMillis(5), Duration.ofMillis(200)));
            ChatServer.builder().network(network).start();
            List<String> heard = new ArrayList<>();
            ChatClientBuilder client = ChatClient.builder().network(network);
            ChatClient ana = client.name("Ana").connect();
            client.name("Ben").listener(message -> heard.add(message.text())).connect();

            ana.lobby().send("one");
            ana.lobby().send("two");
            network.advance(Duration.ofSeconds(20));
            assertThat(heard).containsExactly("one", "two");
        }
    }
}
