package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.PresenceControl;
import io.github.udpchat.model.Admission;
import org.junit.jupiter.api.Test;

/** A client that does not know the messages that came later is told nothing in them: PROTOCOL.md, section 2.4. */
class PresenceForOldClientsTest extends SessionFixture {

    @Test
    void whoeverDoesNotKnowOfPresenceIsNotToldOfIt() {
        HandClient ana = new HandClient(this, at(1, 4_000), 11);
        ana.halfOpen();
        ana.join("Ana");
        List<Sent> sent = new ArrayList<>(answer(Admission.accept("Ana")));
        new HandClient(this, at(2, 4_000), 12).member("Ben");
        sent.addAll(passes(Duration.ofSeconds(1)));
        List<ControlMessage> told = ana.control(sent);
        assertThat(told).isNotEmpty().noneMatch(PresenceControl.class::isInstance);
    }
}
