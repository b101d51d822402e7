package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** What becomes of what is said to one member alone, and who is told that somebody types. */
class DirectsTest extends HubFixture {

    private final FakeMember ana = member("Ana");
    private final FakeMember ben = member("Ben");
    private final PeerId anaId = new PeerId(1);
    private final PeerId benId = new PeerId(2);

    private FakeMember member(String name) {
        FakeMember member = requests(0, name);
        answer(0, asks.size() - 1, Admission.accept(name));
        member.heard.clear();
        return member;
    }

    private DirectDelivery tells(PeerId to) {
        DirectDelivery how = hub.directs().tell(5, anaId, to,
                by -> ByteBuffer.wrap((by.id() + " " + by.name()).getBytes(StandardCharsets.UTF_8)), out);
        sort();
        return how;
    }

    @Test
    void whoeverItIsForHearsItAndNobodyElse() {
        FakeMember cleo = member("Cleo");
        events.clear();
        assertThat(tells(benId)).isEqualTo(new DirectDelivery.Passed(1));
        assertThat(ben.heard).containsExactly("told peer-1 Ana");
        assertThat(ana.heard).isEmpty();
        assertThat(cleo.heard).isEmpty();
        assertThat(events).as("the application does not hear it").isEmpty();
        assertThat(hub.directs().passed()).isEqualTo(1);
        assertThat(hub.messages()).isZero();
    }

    @Test
    void whoIsNotThereCantBeTold() {
        hub.leave(0, benId, new LeaveReason.Left(), out);
        for (PeerId nobody : List.of(benId, new PeerId(99), anaId)) {
            assertThat(tells(nobody)).isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_PEER));
        }
        assertThat(ana.heard).as("her only session is the one that says it").isEmpty();
        assertThat(drops).hasSize(3).containsOnly(DropReason.NO_SUCH_PEER);
        assertThat(hub.directs().passed()).isZero();
    }

    @Test
    void whoCantHearIsNotThereForThat() {
        ben.reception = Reception.CANNOT_HEAR;
        assertThat(tells(benId)).isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_PEER));
    }

    @Test
    void theSenderIsToldThatTheRecipientIsBehind() {
        ben.reception = Reception.BEHIND;
        assertThat(tells(benId)).isEqualTo(new Delivery.Refused(DropReason.PEER_BEHIND));
        assertThat(drops).containsExactly(DropReason.PEER_BEHIND);
    }

    @Test
    void whoMayNotSpeakSaysNothingAloneEitherAndDoesNotType() {
        assertThat(hub.sanctions().mute(anaId)).isTrue();
        assertThat(tells(benId)).isEqualTo(new Delivery.Refused(DropReason.MUTED));
        hub.directs().type(5, anaId, RoomId.CLASSIC, out);
        sort();
        assertThat(ben.heard).isEmpty();
        assertThat(drops).containsExactly(DropReason.MUTED, DropReason.MUTED);
        hub.sanctions().unmute(anaId);
        assertThat(tells(benId)).isEqualTo(new DirectDelivery.Passed(1));
    }

    @Test
    void nothingIsPassedOnBeforeTheEnd() {
        hub.stop(0, out);
        assertThat(tells(benId)).isEqualTo(new Delivery.Refused(DropReason.SERVER_CLOSING));
        assertThat(ben.heard).isEmpty();
    }

    @Test
    void theOthersInTheRoomAreToldThatSomebodyTypes() {
        FakeMember cleo = member("Cleo");
        hub.enter(5, anaId, new RoomId("dev"), out);
        hub.enter(5, benId, new RoomId("dev"), out);
        hub.directs().type(5, anaId, new RoomId("dev"), out);
        assertThat(ben.heard).containsExactly("Ana types in dev");
        assertThat(ana.heard).isEmpty();
        assertThat(cleo.heard).isEmpty();
        sort();
        assertThat(events).noneMatch(ServerEvent.Said.class::isInstance);
    }

    @Test
    void inALargeRoomNobodyIsTold() {
        Hub large = new Hub(1_000, 7);
        List<FakeMember> members = new ArrayList<>();
        for (int i = 0; i < 257; i++) {
            FakeMember member = new FakeMember(i + 1);
            large.requestJoin(0, member, "member " + i, out);
            sort();
            answer(0, asks.size() - 1, Admission.accept("member " + i));
            members.add(member);
        }
        members.forEach(member -> member.heard.clear());
        large.directs().type(5, anaId, RoomId.CLASSIC, out);
        assertThat(members).allSatisfy(member -> assertThat(member.heard).isEmpty());
        large.leave(5, new PeerId(257), new LeaveReason.Left(), out);
        large.directs().type(5, anaId, RoomId.CLASSIC, out);
        assertThat(members.subList(1, 256))
                .allSatisfy(member -> assertThat(member.heard).containsExactly("member 0 types in classic"));
        assertThat(members.getFirst().heard).isEmpty();
    }
}
