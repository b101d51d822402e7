package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.DropReason;

/** One side of a session without a handshake, a server or a client around it, for the fuzz tests. */
public final class BareLink {

    /** The session's number. */
    public static final long SESSION = 0x1122334455667788L;

    private final boolean client;
    private final Link link;
    private boolean ended;

    /**
     * A link with known secrets: all bytes are 1 for what it sends, 2 for what it receives.
     *
     * @param messages gets each message that comes, with its channel
     */
    public BareLink(long now, boolean client, Limits limits, InetSocketAddress peer,
            BiConsumer<Long, ByteBuffer> messages) {
        SplittableRandom random = new SplittableRandom(4);
        this.client = client;
        LinkKeys keys = new LinkKeys(client, SESSION, secret(1), secret(2), limits, limits, new Aead(),
                random::nextBytes);
        link = new Link(now, keys, peer, new Scratch(), new Holdings(Long.MAX_VALUE), new LinkOwner() {

            @Override
            public void onHeard(long when) {
                // It is heard all the time.
            }

            @Override
            public void onMessage(long when, Incoming.Arrival message, Outbox out) {
                messages.accept(message.channel(), message.content());
                if (message.channel() != ChannelId.CONTROL) {
                    link.taken(when, message, out);
                }
            }

            @Override
            public void onEnd(long when, SessionEnd why, Outbox out) {
                ended = true;
            }
        });
    }

    private static TrafficSecret secret(int value) {
        return new TrafficSecret(bytes(value));
    }

    /** {@return a secret whose bytes are all the same} */
    public static byte[] bytes(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** Opens channels: at a server, what is sent on them; at a client, what is known to its application. */
    public void open(long now, List<Long> channels, Outbox out) throws MalformedException {
        for (long channel : channels) {
            if (client) {
                link.name(now, channel, out);
            } else {
                link.channels().open(channel);
            }
        }
    }

    /** A packet comes; returns whether it is taken, and not a violation. */
    public boolean onData(long now, ByteBuffer datagram, Outbox out) {
        DropReason why = link.onData(now, datagram, out);
        if (why != null && why != DropReason.PROTOCOL_VIOLATION) {
            throw new AssertionError("a genuine packet is dropped as " + why);
        }
        return why == null;
    }

    /** Sends a message; returns whether there was room. */
    public boolean send(long now, long channel, ByteBuffer message, Outbox out) {
        boolean taken = link.channels().send(channel, message);
        link.flush(now, out);
        return taken;
    }

    /** {@return whether nobody has ended the session} */
    public boolean isOpen() {
        return link.isOpen() && !ended;
    }

    /** {@return when {@link #onTimer} is due} */
    public long nextDeadline() {
        return link.nextDeadline();
    }

    /** The time may have come. */
    public void onTimer(long now, Outbox out) {
        link.onTimer(now, out);
    }
}
