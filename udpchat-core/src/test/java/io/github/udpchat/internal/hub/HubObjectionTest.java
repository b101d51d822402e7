package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import org.junit.jupiter.api.Test;

/** A protocol has the last word about the name that the application gives. */
class HubObjectionTest extends HubFixture {

    @Test
    void whoObjectsToTheNameThatItGetsIsRefusedAndForgotten() {
        FakeMember ana = new FakeMember(1);
        ana.objection = DropReason.NAME_TAKEN;
        hub.requestJoin(0, ana, "Ana", out);
        sort();
        answer(0, 0, Admission.accept("Ana"));
        assertThat(ana.heard).containsExactly("refused NAME_TAKEN");
        assertThat(hub.peers()).isEmpty();
        assertThat(forgotten(1)).extracting(Peer::name).containsExactly("Ana");
    }
}
