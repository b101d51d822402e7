package io.github.udpchat.internal.hub;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;

/**
 * What members say to one person alone, and what others are told in passing. The application hears neither. A message is never
 * dropped silently: whoever says it is told. Owned by the {@link Hub}.
 */
public final class Directs {

    private final Hub hub;
    private final Map<PeerId, Present> present;
    private final Persons persons;
    private final Rooms rooms;
    private long passed;

    Directs(Hub hub, Map<PeerId, Present> present, Persons persons, Rooms rooms) {
        this.hub = hub;
        this.present = present;
        this.persons = persons;
        this.rooms = rooms;
    }

    /** A member says something to a person: passes it to all sessions of that person but the one that says it. */
    public DirectDelivery tell(long now, PeerId speaker, PeerId to, DirectSpeech speech, Outbox out) {
        if (hub.isStopped()) {
            return new Delivery.Refused(DropReason.SERVER_CLOSING);
        }
        Present from = present(speaker);
        if (isMuted(from)) {
            out.dropped(DropReason.MUTED);
            return new Delivery.Refused(DropReason.MUTED);
        }
        ByteBuffer message = speech.by(authorOf(from));
        int took = 0;
        boolean behind = false;
        for (Member session : persons.sessionsOf(to)) {
            if (session != from.member()) {
                Reception reception = session.told(now, message, out);
                took += reception == Reception.TAKEN ? 1 : 0;
                behind |= reception == Reception.BEHIND;
            }
        }
        if (took == 0) {
            DropReason why = behind ? DropReason.PEER_BEHIND : DropReason.NO_SUCH_PEER;
            out.dropped(why);
            return new Delivery.Refused(why);
        }
        passed++;
        return new DirectDelivery.Passed(took);
    }

    /** A member types in a room in which it is: the others there are told, unless they are too many, or it may not speak. */
    public void type(long now, PeerId typist, RoomId where, Outbox out) {
        Present who = present(typist);
        if (isMuted(who)) {
            out.dropped(DropReason.MUTED);
        } else {
            rooms.find(where).ifPresent(room -> room.type(now, who.member(), authorOf(who), out));
        }
    }

    private boolean isMuted(Present who) {
        return hub.sanctions().isMuted(who.peer(), who.member());
    }

    private static Author authorOf(Present who) {
        return Objects.requireNonNull(who.author(), "who speaks to one person is one");
    }

    private Present present(PeerId id) {
        return Objects.requireNonNull(present.get(id), "who speaks is a member");
    }

    /** {@return how many messages were passed on since the start} */
    public long passed() {
        return passed;
    }
}
