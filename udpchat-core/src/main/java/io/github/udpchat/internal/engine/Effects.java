package io.github.udpchat.internal.engine;

import java.nio.ByteBuffer;
import java.util.Queue;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;

/**
 * Carries out what the machine put into the outbox, in order. Owned by the engine and used under its lock, but for
 * {@link #sendsLeft}.
 */
final class Effects {

    private final Outbox outbox;
    private final DatagramTransport transport;
    private final TrafficCount traffic;
    private final EventLoop events;
    private final DropLedger drops;
    private final AskRunner asks;
    private final Host host;
    private final String replyThreadName;
    private volatile boolean sendsLeft;

    Effects(Outbox outbox, DatagramTransport transport, TrafficCount traffic, EventLoop events, DropLedger drops,
            AskRunner asks, Host host, String replyThreadName) {
        this.outbox = outbox;
        this.transport = transport;
        this.traffic = traffic;
        this.events = events;
        this.drops = drops;
        this.asks = asks;
        this.host = host;
        this.replyThreadName = replyThreadName;
    }

    /** Takes every notice to where it belongs. */
    void carryOutNotices(long now) {
        Queue<Notice> notices = outbox.notices();
        for (Notice notice = notices.poll(); notice != null; notice = notices.poll()) {
            switch (notice) {
                case Event event -> countDrops(now, DropReason.LISTENER_BEHIND, events.put(event));
                case Dropped(DropReason reason) -> countDrops(now, reason, 1);
                case Ask ask -> asks.run(ask);
                case Reply<?> reply -> host.execute(replyThreadName, reply::deliver);
            }
        }
    }

    /** Takes the oldest sends to the transport. */
    void send(long now, int most) {
        int count = Math.min(most, outbox.sends());
        for (int i = 0; i < count; i++) {
            ByteBuffer datagram = outbox.datagram();
            transport.send(outbox.recipient(), datagram);
            traffic.sent(datagram.remaining());
            outbox.removeSend();
        }
        if (count > 0) {
            countDrops(now, DropReason.SEND_FAILED, transport.flush());
        }
        sendsLeft = outbox.sends() > 0;
    }

    private void countDrops(long now, DropReason reason, int times) {
        if (times > 0) {
            drops.count(now, reason, times);
        }
    }

    /** {@return whether sends are left over, for whoever has just let go of the lock} */
    boolean sendsLeft() {
        return sendsLeft;
    }
}
