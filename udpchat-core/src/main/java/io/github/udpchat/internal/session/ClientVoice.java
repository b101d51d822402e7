package io.github.udpchat.internal.session;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.DirectFormat;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Says in one session what a client's application has to say, in rooms and to persons: PROTOCOL.md, section 2.13. Owned by one
 * {@link ClientTalk}.
 */
final class ClientVoice {

    private final Channels channels;
    private final PendingSends sends;
    private final ClientDirect direct;

    ClientVoice(Channels channels, PendingSends sends, ClientDirect direct) {
        this.channels = channels;
        this.sends = sends;
        this.direct = direct;
    }

    /**
     * Says what may be said, as far as the counters and the queue allow, in the order of the counters: a message whose room the client
     * has not entered again yet, or whose channel has no name yet, holds up the others for so long.
     */
    void speak(Outbox out) {
        for (PendingSends.Next next = sends.next(); next != null; next = sends.next()) {
            DropReason why = objection(next);
            if (why != null) {
                sends.cantBeSaid(why, out);
            } else if (say(next)) {
                sends.said();
            } else {
                break;
            }
        }
    }

    /** Why a message can't be said in this session, or null. */
    private @Nullable DropReason objection(PendingSends.Next next) {
        boolean alone = next.where() instanceof Destination.ToPerson;
        if (alone && !channels.knowModel()) {
            return DropReason.NO_SUCH_PEER;
        }
        int overhead = alone ? DirectFormat.MAX_OVERHEAD_BYTES : RoomFormat.MAX_OVERHEAD_BYTES;
        return next.message().remaining() + overhead > channels.mostMessageBytes() ? DropReason.TOO_LARGE : null;
    }

    /** Says a message, if that is possible now. */
    private boolean say(PendingSends.Next next) {
        return switch (next.where()) {
            case Destination.InRoom(Membership room, var outcome) -> room.isIn() && channels.send(
                    room.channel(), new RoomFormat.Said(next.counter(), next.message()).write());
            case Destination.ToPerson(PeerId person, var outcome) -> direct.isOpen()
                    && direct.say(next.counter(), person, next.message());
        };
    }
}
