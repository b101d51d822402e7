package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udpchat.ChatClient;
import io.github.udpchat.Identity;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import org.junit.jupiter.api.Test;

/** What a review of presence and moderation has found, between whole servers and clients. */
class ReviewedOverSessionsTest extends TwoOverSessions {

    ReviewedOverSessionsTest() {
        super(8);
    }

    @Test
    void aClientThatTheServerHasRenamedStillKnowsItselfByItsName() {
        passes(1);
        PeerId id = server.peers().stream().filter(peer -> peer.name().equals("Ana")).map(Peer::id).findFirst()
                .orElseThrow();
        var renamed = server.rename(id, "Anna");
        passes(1);
        assertThat(renamed).isCompletedWithValue(true);
        assertThat(ana.lobby().presence().participants()).extracting(Participant::name).contains(ana.name());
    }

    @Test
    void whoeverAMessageIsByCanBeMutedByItsAuthorsId() {
        Identity identity = Identity.of(new byte[] {
                1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8});
        ChatClient phone = cleo(identity);
        ChatClient desk = cleo(identity);
        phone.close();
        desk.lobby().send("spam");
        passes(1);
        PeerId author = benHears.messages().getFirst().authorId().orElseThrow();
        assertThat(server.moderation().mute(author)).as("reported by Ben, by the only id that he knows").isTrue();
    }

    private ChatClient cleo(Identity identity) {
        return ChatClient.builder().network(net).server(SERVER).name("Cleo").identity(identity)
                .listener(new ClientLog()).connect();
    }
}
