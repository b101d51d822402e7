package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.PeerId;
import org.junit.jupiter.api.Test;

/** How many a hub lets in. */
class HubCapacityTest {

    private final Outbox out = new Outbox();

    @Test
    void membersAndWaitingTogetherAreNoMoreThanTheLimit() {
        Hub small = new Hub(3, 7);
        List<FakeMember> members = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FakeMember member = new FakeMember(i);
            small.requestJoin(0, member, "peer" + i, out);
            members.add(member);
        }
        assertThat(members.get(2).heard).isEmpty();
        assertThat(members.get(3).heard).containsExactly("refused SERVER_FULL");
        assertThat(members.get(4).heard).containsExactly("refused SERVER_FULL");
        assertThat(small.waitingCount()).isEqualTo(3);
    }

    @Test
    void whoTakesTheirOwnPlaceAgainIsLetInWhereItIsFull() {
        Hub small = new Hub(2, 7);
        FakeMember first = new FakeMember(1);
        small.requestJoin(0, first, "Ana", out);
        List<FakeMember> again = List.of(new FakeMember(2), new FakeMember(3), new FakeMember(4));
        for (FakeMember member : again) {
            member.replaces = new PeerId(1);
            small.requestJoin(0, member, "Ana", out);
        }
        FakeMember newcomer = new FakeMember(5);
        small.requestJoin(0, newcomer, "Ben", out);
        FakeMember tooMany = new FakeMember(6);
        small.requestJoin(0, tooMany, "Cleo", out);
        assertThat(newcomer.heard).isEmpty();
        assertThat(tooMany.heard).containsExactly("refused SERVER_FULL");
        assertThat(small.waitingCount()).isEqualTo(5);
        small.onTimer(Hub.ADMISSION_TIMEOUT.toNanos(), out);
        FakeMember later = new FakeMember(7);
        small.requestJoin(Hub.ADMISSION_TIMEOUT.toNanos(), later, "Dora", out);
        assertThat(later.heard).as("nobody waits any more").isEmpty();
    }
}
