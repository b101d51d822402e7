package io.github.udpchat.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.Room;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes about who is there, what is said to one alone, and who may say what. */
class PeopleRecipesTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(17);
    private final List<String> shown = new ArrayList<>();

    @AfterEach
    void endTheSimulation() {
        net.close();
    }

    private ChatClient client(String name, ChatClientListener listener) {
        return ChatClient.builder().network(net).name(name).listener(listener).connect();
    }

    /** Shows people. */
    private class Screen implements ChatClientListener {

        @Override
        public void onMessage(ChatMessage message) {
            shown.add(PrintableText.of(message.text()));
        }

        @Override
        public void onPresence(RoomId room, PresenceChange change) {
            switch (change) {
                case PresenceChange.Listed(Presence now) -> shown.add(now.complete() ? "listed" : "a crowd");
                case PresenceChange.Arrived(Participant who) -> shown.add(PrintableText.of(who.name()) + " came");
                case PresenceChange.Departed(Participant who) -> shown.add(PrintableText.of(who.name()) + " left");
                case PresenceChange.Changed(Participant was, Participant is) -> shown.add(PrintableText.of(
                        was.name() + " is " + is.name()));
            }
        }

        @Override
        public void onDirect(DirectMessage message) {
            shown.add(PrintableText.of(message.author() + " to you: " + message.text()));
        }

        @Override
        public void onTyping(RoomId room, PeerId typist, String name) {
            shown.add(PrintableText.of(name) + " is typing");
        }
    }

    @Test
    void whoIsThere() {
        ChatServer.builder().network(net).start();
        ChatClient ana = client("Ana", new Screen());
        ChatClient ben = client("Ben", message -> {
        });
        net.advance(SOON);

        Presence now = ana.lobby().presence();
        List<String> names = now.participants().stream().map(Participant::name).toList();

        assertThat(names).containsExactly("Ana", "Ben");
        ben.close();
        net.advance(SOON);
        assertThat(shown).containsExactly("listed", "Ben came", "Ben left");
    }

    @Test
    void toOneAlone() {
        ChatServer.builder().network(net).start();
        ChatClient ana = client("Ana", message -> {
        });
        client("Ben", new Screen());
        net.advance(SOON);
        Room lobby = ana.lobby();

        Participant ben = lobby.presence().participants().stream().filter(who -> who.name().equals("Ben")).findFirst()
                .orElseThrow();
        DirectDelivery how = ana.direct(ben.id(), "see you at six").join();

        assertThat(how).isEqualTo(new DirectDelivery.Passed(1));
        net.advance(SOON);
        assertThat(shown).contains("Ana to you: see you at six");
    }

    @Test
    void somebodyTypes() {
        ChatServer.builder().network(net).start();
        ChatClient ana = client("Ana", message -> {
        });
        client("Ben", new Screen());
        net.advance(SOON);

        ana.typing(ana.lobby());

        net.advance(SOON);
        assertThat(shown).contains("Ana is typing");
    }

    @Test
    void whoMaySayWhat(@TempDir Path folder) {
        Identity known = Identity.file(folder.resolve("ana.key"));
        Set<IdentityKey> staff = Set.of(known.key());
        ChatServer server = ChatServer.builder()
                .network(net)
                .admit(request -> Admission.accept(request.name(),
                        request.key().filter(staff::contains).isPresent() ? Role.MODERATOR : Role.MEMBER))
                .start();
        ChatClient mallory = client("Mallory", message -> {
        });
        Peer peer = server.peers().getFirst();
        ChatClient.builder().network(net).name("Ana").identity(known).connect();
        assertThat(server.peers()).extracting(Peer::role).containsExactly(Role.MEMBER, Role.MODERATOR);

        server.moderation().mute(peer.id());

        assertThat(mallory.lobby().send("buy!").join()).isEqualTo(new Delivery.Refused(DropReason.MUTED));

        server.remove(peer.id(), "enough");
        peer.key().ifPresent(key -> server.moderation().ban(key, "for spam"));

        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ana");
    }

    @Test
    void howFast() {
        ChatServer server = ChatServer.builder()
                .network(net)
                .rateLimits(RateLimits.defaults().withMessages(2, 10))
                .start();

        ChatClient ana = client("Ana", message -> {
        });
        for (int i = 0; i < 100; i++) {
            ana.lobby().send("line " + i);
        }
        net.advance(Duration.ofSeconds(10));
        assertThat(server.stats().messagesRelayed()).isBetween(64L, 99L);
        net.advance(Duration.ofMinutes(1));
        assertThat(server.stats().messagesRelayed()).as("slowed down, nothing lost").isEqualTo(100);
    }
}
