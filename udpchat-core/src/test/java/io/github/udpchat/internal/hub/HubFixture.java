package io.github.udpchat.internal.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.internal.wire.ClassicFormat;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;

/** A hub alone: time is a number that the test hands in, and the test answers the questions. */
abstract class HubFixture {

    static final long TIMEOUT = Hub.ADMISSION_TIMEOUT.toNanos();

    final Hub hub = new Hub(100, 7);
    final Outbox out = new Outbox();
    final List<Ask> asks = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<DropReason> drops = new ArrayList<>();

    /** Takes what the hub wrote down; replies are delivered. */
    void sort() {
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            switch (notice) {
                case Ask ask -> asks.add(ask);
                case Event event -> events.add(event);
                case Dropped(DropReason reason) -> drops.add(reason);
                case Reply<?> reply -> reply.deliver();
                case Trace trace -> throw new AssertionError(trace);
            }
        }
    }

    FakeMember requests(long now, String name) {
        FakeMember member = new FakeMember(1000 + asks.size());
        hub.requestJoin(now, member, name, out);
        sort();
        return member;
    }

    Ask.Admit admitAsk(int index) {
        return (Ask.Admit) asks.get(index);
    }

    void answer(long now, int index, Admission admission) {
        admitAsk(index).then().answer(now, Optional.of(admission), out);
        sort();
    }

    PeerId joins(String name) {
        requests(0, name);
        int last = asks.size() - 1;
        PeerId id = admitAsk(last).id();
        answer(0, last, Admission.accept(name));
        return id;
    }

    static Utterance message(String text) {
        return (room, position, author) -> new RoomMessage(ClassicFormat.message(room, text), position);
    }

    List<Peer> forgotten(int index) {
        return ((Ask.Forget) asks.get(index)).peers();
    }
}
