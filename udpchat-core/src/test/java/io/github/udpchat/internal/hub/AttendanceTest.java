package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** A room with many in it: PROTOCOL.md, section 2.15. */
class AttendanceTest {

    private static final RoomId ROOM = RoomId.CLASSIC;
    private static final LeaveReason LEFT = new LeaveReason.Left();

    private final Hub hub = new Hub(20_000, 7);
    private final Outbox out = new Outbox();
    private final List<FakeMember> members = new ArrayList<>();
    private final List<PeerId> ids = new ArrayList<>();

    private void join(int count) {
        for (int i = 0; i < count; i++) {
            FakeMember member = new FakeMember(1 + members.size());
            hub.requestJoin(0, member, "peer " + members.size(), out);
            Ask.Admit ask = (Ask.Admit) out.notices().stream().filter(Ask.Admit.class::isInstance).findFirst()
                    .orElseThrow();
            out.notices().clear();
            ask.then().answer(0, Optional.of(Admission.accept(ask.request().name())), out);
            out.notices().clear();
            members.add(member);
            ids.add(ask.id());
        }
    }

    private void leave(int count) {
        for (int i = 0; i < count; i++) {
            hub.leave(0, ids.removeLast(), LEFT, out);
            List<Ask.Forget> forgets = out.notices().stream().filter(Ask.Forget.class::isInstance)
                    .map(Ask.Forget.class::cast).toList();
            out.notices().clear();
            forgets.forEach(forget -> forget.then().answer(0, true, out));
        }
    }

    private List<String> firstHeard() {
        return members.getFirst().presence;
    }

    @Test
    void allAreListedAsLongAsThereAreNoMoreThanAListHas() {
        join(Attendance.MOST_LISTED);
        assertThat(firstHeard()).hasSize(Attendance.MOST_LISTED - 1).doesNotContain("anew");
        assertThat(hub.persons().shownIn(ROOM).complete()).isTrue();
        assertThat(hub.persons().shownIn(ROOM).participants()).hasSize(Attendance.MOST_LISTED);
    }

    @Test
    void aCrowdIsToldOnceAndNobodyInItIsTold() {
        join(Attendance.MOST_LISTED);
        firstHeard().clear();
        join(1);
        assertThat(firstHeard()).containsExactly("anew");
        assertThat(hub.persons().shownIn(ROOM)).isEqualTo(Presence.UNKNOWN);
        join(1_000);
        leave(1_001 + Attendance.MOST_LISTED - Attendance.LISTED_AGAIN - 1);
        assertThat(firstHeard()).containsExactly("anew");
        assertThat(hub.persons().everybodyIn(ROOM).participants()).as("the application sees all")
                .hasSize(Attendance.LISTED_AGAIN + 1);
        leave(1);
        assertThat(firstHeard()).containsExactly("anew", "anew");
        assertThat(hub.persons().shownIn(ROOM).participants()).hasSize(Attendance.LISTED_AGAIN);
        leave(1);
        assertThat(firstHeard()).hasSize(3).last().asString().startsWith("-");
    }

    @Test
    void tenThousandWhoComeCostNoMoreThanTheFirstFew() {
        join(10_000);
        long told = members.stream().mapToLong(member -> member.presence.size()).sum();
        // Each of the first 256 is told to those before it, and the one that makes it a crowd to all of them.
        assertThat(told).isEqualTo(256 * 255 / 2 + 256);
    }

    @Test
    void aRoomAtTheEdgeIsNotToldOfAllTheTime() {
        join(Attendance.MOST_LISTED);
        firstHeard().clear();
        for (int i = 0; i < 100; i++) {
            join(1);
            leave(1);
        }
        assertThat(firstHeard()).containsExactly("anew");
    }
}
