package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.PresenceControl.Entry;
import io.github.udpchat.internal.wire.PresenceControl.Present;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Role;
import org.junit.jupiter.api.Test;

/** What a client takes of who is there, and what ends its session: PROTOCOL.md, section 2.15. */
class PresenceAtClientTest {

    private static final long LOBBY = ChannelId.of(1, ChannelId.Class.ORDERED);
    private static final long NOWHERE = ChannelId.of(2, ChannelId.Class.ORDERED);
    private static final Entry ANA = new Entry.Here(1, Role.MEMBER, "Ana");

    private final ClientWorld world = new ClientWorld(ClientWorld.Stage.MEMBER, ServerWorld.LIMITS);

    private boolean isTaken(ControlMessage message) {
        world.arrives(ClientWorld.SERVER, world.server.session().sealed(world.server.session().control(message)));
        return !world.drain.drops.contains(DropReason.PROTOCOL_VIOLATION);
    }

    @Test
    void aListAndItsChangesAreTaken() {
        assertThat(isTaken(new Present(LOBBY, true, false, false, List.of(ANA)))).isTrue();
        assertThat(isTaken(new Present(LOBBY, false, true, false, List.of(new Entry.Gone(1))))).isTrue();
        assertThat(isTaken(new Present(LOBBY, false, false, false, List.of(ANA)))).isTrue();
        assertThat(isTaken(Present.crowded(LOBBY))).isTrue();
    }

    @Test
    void aChangeBeforeAListEndsTheSession() {
        assertThat(isTaken(new Present(LOBBY, false, false, false, List.of(ANA)))).isFalse();
    }

    @Test
    void aListOfARoomInWhichTheClientIsNotEndsTheSession() {
        assertThat(isTaken(new Present(NOWHERE, true, true, false, List.of(ANA)))).isFalse();
    }
}
