package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.hub.Author;
import io.github.udpchat.internal.hub.PresenceNews;
import io.github.udpchat.internal.hub.Reception;
import io.github.udpchat.internal.hub.RoomMessage;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.RoomId;

/** The part of a {@link ServerSession} that hears of the hub what others say, and sends it on soon. */
abstract class HearingSession extends Newcomer {

    private boolean flushWaits;

    HearingSession(Doorway.HalfOpen origin, Instances instances) {
        super(origin, instances);
    }

    /** {@return what the member says and hears} */
    abstract ServerTalk talk();

    /** Sends what the session has been given, now or soon; returns whether that waits until {@link #flushed}. */
    abstract boolean flushSoon(long now, Outbox out);

    /** What the session has been given is being sent. */
    final void flushed() {
        flushWaits = false;
    }

    @Override
    public final void deliver(long now, RoomMessage message, Outbox out) {
        talk().deliver(message, out);
        given(now, out);
    }

    @Override
    public final void ownPassed(RoomMessage message) {
        talk().ownPassed(message);
    }

    @Override
    public final void presence(long now, RoomId room, PresenceNews news, Outbox out) {
        if (talk().onNews(room, news)) {
            given(now, out);
        }
    }

    @Override
    public final Reception told(long now, ByteBuffer message, Outbox out) {
        Reception reception = talk().direct().told(message);
        given(now, out);
        return reception;
    }

    @Override
    public final void typed(long now, RoomId room, Author who, Outbox out) {
        talk().direct().typed(room, who, out);
        given(now, out);
    }

    /** The session has been given something to send. */
    final void given(long now, Outbox out) {
        flushWaits = flushWaits || flushSoon(now, out);
    }
}
