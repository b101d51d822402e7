package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udpchat.ChatClient;
import io.github.udpchat.Identity;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.model.PeerId;
import org.junit.jupiter.api.Test;

/** Moderation between whole servers and clients. */
class ModerationOverSessionsTest extends TwoOverSessions {

    ModerationOverSessionsTest() {
        super(8);
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
