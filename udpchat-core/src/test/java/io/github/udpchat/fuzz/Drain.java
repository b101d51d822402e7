package io.github.udpchat.fuzz;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;

/**
 * Takes what a machine wants done out of its outbox, and answers its questions: whoever asks is let in, under the name that
 * it asks for.
 */
final class Drain {

    final List<Sent> sent = new ArrayList<>();
    final List<DropReason> drops = new ArrayList<>();
    final List<Event> events = new ArrayList<>();

    /** A datagram that left. */
    record Sent(InetSocketAddress to, byte[] datagram) {

        int type() {
            return Byte.toUnsignedInt(datagram[0]);
        }
    }

    /** Takes everything. */
    void take(long now, Outbox out) {
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            switch (notice) {
                case Ask.Admit ask -> ask.then().answer(
                        now, Optional.of(Admission.accept(ask.request().name())), out);
                case Ask.Rename ask -> ask.then().answer(now, Optional.of(Admission.accept(ask.newName())), out);
                case Ask.Forget ask -> ask.then().answer(now, true, out);
                case Ask.Store ask -> ask.then().answer(now, true, out);
                case Event event -> events.add(event);
                case Dropped(DropReason reason) -> drops.add(reason);
                case Reply<?> reply -> reply.deliver();
                case Trace trace -> {
                    // Nobody records it.
                }
            }
        }
        for (; out.sends() > 0; out.removeSend()) {
            byte[] datagram = new byte[out.datagram().remaining()];
            out.datagram().duplicate().get(datagram);
            sent.add(new Sent(out.recipient(), datagram));
        }
    }

    /** Forgets what was sent and dropped so far. */
    void forget() {
        sent.clear();
        drops.clear();
    }

    static InetSocketAddress address(String literal, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
