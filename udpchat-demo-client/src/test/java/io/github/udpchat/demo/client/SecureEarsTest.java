package io.github.udpchat.demo.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** What is shown of what the library tells, where a server would have to be brought to tell it. */
class SecureEarsTest {

    private static final RoomId DEV = new RoomId("dev");

    private final List<String> shown = new ArrayList<>();

    private final SecureEars ears = new SecureEars(new Screen() {
        @Override
        public Optional<String> ask(String question) {
            return Optional.empty();
        }

        @Override
        public Optional<String> readLine(String prompt) {
            return Optional.empty();
        }

        @Override
        public void print(String line) {
            shown.add(line);
        }

        @Override
        public void close() {}
    }, new VisitedRooms(), new Recollection());

    private static ChatMessage said(RoomId room, long offset, String text, Optional<Duration> age) {
        return new ChatMessage(room, Optional.of("Ben"), text, Payload.utf8(text), Optional.empty(),
                Optional.of(new Position(1, offset)), age);
    }

    @Test
    void lineTellsItsRoomUnlessItIsTheLobby() {
        ears.onMessage(said(RoomId.LOBBY, 1, "here", Optional.empty()));
        ears.onMessage(said(DEV, 1, "there", Optional.empty()));
        assertThat(shown).containsExactly("[Ben]->here", "#dev [Ben]->there");
    }

    @Test
    void whatWasMissedIsShownAtOnceAndWhatIsOlderThanTheVisitIsNot() {
        ears.onRecall(DEV, new Recall.Fresh());
        ears.onHistory(said(DEV, 1, "before", Optional.of(Duration.ofSeconds(7))));
        ears.onRecall(DEV, new Recall.Recovered(new Position(1, 2)));
        ears.onHistory(said(DEV, 2, "missed", Optional.of(Duration.ofMinutes(3))));
        ears.onHistory(said(DEV, 3, "missed \u001b[2J", Optional.of(Duration.ofHours(30))));
        assertThat(shown).containsExactly("(3 min ago) #dev [Ben]->missed", "(30 h ago) #dev [Ben]->missed \\u{1B}[2J");
    }

    @Test
    void gapInWhatWasMissedIsTold() {
        ears.onRecall(DEV, new Recall.Gap(new Position(1, 2), new Position(1, 9)));
        ears.onHistory(said(DEV, 9, "the rest", Optional.of(Duration.ofSeconds(99))));
        assertThat(shown).containsExactly("* Some of what was said in dev meanwhile is not known any more",
                "(99 s ago) #dev [Ben]->the rest");
    }

    @Test
    void comingsAndGoingsAreToldButNotTheListThatComesFirst() {
        Participant ben = new Participant(new PeerId(7), "Ben", Role.MEMBER);
        Participant moderator = new Participant(new PeerId(7), "Benny", Role.MODERATOR);
        ears.onPresence(DEV, new PresenceChange.Listed(new Presence(List.of(ben), true)));
        ears.onPresence(DEV, new PresenceChange.Arrived(ben));
        ears.onPresence(DEV, new PresenceChange.Changed(ben, moderator));
        ears.onPresence(RoomId.LOBBY, new PresenceChange.Departed(moderator));
        assertThat(shown).containsExactly("* Ben came to dev", "* Ben is now Benny (moderator) in dev",
                "* Benny left lobby");
    }

    @Test
    void recollectionIsOfTheLatestHundredLinesWithoutRepetitions() {
        Recollection recollection = new Recollection();
        for (long offset = 0; offset < 150; offset++) {
            recollection.add(DEV, Optional.of(new Position(1, offset)), Duration.ofSeconds(150 - offset),
                    "line " + offset);
            recollection.add(DEV, Optional.of(new Position(1, offset)), Duration.ZERO, "line " + offset + " again");
        }
        recollection.add(DEV, Optional.of(new Position(2, 149)), Duration.ZERO, "漢".repeat(1_001));
        assertThat(recollection.of(DEV)).hasSize(100)
                .startsWith("(99 s ago) line 51")
                .endsWith("(1 s ago) line 149", "(0 s ago) " + "漢".repeat(1_000) + "…");
        recollection.forget(DEV);
        assertThat(recollection.of(DEV)).isEmpty();
    }

    @Test
    void lossOfTheConnectionIsToldOnceAndItsReturnWithTheName() {
        IdentityKey key = IdentityKey.of(new byte[IdentityKey.BYTES]);
        ears.onConnection(new ConnectionState.Connected(key, "Ana"));
        ears.onConnection(new ConnectionState.Reconnecting(new DisconnectReason.Silence(Duration.ofSeconds(30))));
        ears.onConnection(new ConnectionState.Reconnecting(new DisconnectReason.TimedOut(Duration.ofSeconds(5))));
        ears.onConnection(new ConnectionState.Connected(key, "Ana2"));
        ears.onExpelled(DEV, DropReason.TOO_MANY_ROOMS);
        assertThat(shown).containsExactly(
                "* Connection lost: nothing heard for 30 s. Trying again; what you say waits",
                "* Connected again, as Ana2",
                "* You are in dev no more: you are in too many rooms, or the server has too many");
    }
}
