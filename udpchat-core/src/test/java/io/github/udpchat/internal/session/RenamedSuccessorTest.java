package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** A client that comes again on another session, under another name. */
class RenamedSuccessorTest extends SessionFixture {

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);

    @Override
    Limits limits() {
        return LIMITS.with(Limits.KNOWS_MODEL);
    }

    @Test
    void aClientThatComesAgainUnderAnotherNameIsThereOnce() {
        ana.member("Ana");
        new HandClient(this, at(1, 4_001), 11).sameInstanceAs(ana).member("Anna");
        assertThat(hub.peerCount()).isEqualTo(1);
        assertThat(hub.everybodyIn(RoomId.LOBBY).participants()).extracting(Participant::name).containsExactly("Anna");
    }

    @Test
    void oneClientAloneDoesNotMakeARoomCrowded() {
        ana.member("Ana");
        for (int i = 0; i < 300; i++) {
            forgetsAreAnswered();
            new HandClient(this, at(1 + i / 200, 4_001 + i), 11).sameInstanceAs(ana).member("a" + i);
            passes(Duration.ofMillis(50));
        }
        assertThat(hub.peerCount()).isEqualTo(1);
        assertThat(hub.persons().shownIn(RoomId.LOBBY).complete()).as("somebody is listed").isTrue();
    }
}
