package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.Objects;

import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a session's packet protection: PROTOCOL.md, section 2.6, steps 3 to 7. Owns the secrets and the
 * replay window. Owned by one session.
 */
final class PacketOpener {

    /** So many forgeries and the session must end, far below AES-GCM's bound for integrity (RFC 9001 section 6.6). */
    static final long MOST_FORGERIES = 1L << 36;

    private final Aead aead;
    private final ReplayWindow window = new ReplayWindow();
    private TrafficSecret current;

    /** Derived when the first packet comes that claims to be of the next phase; that it does, anybody can see who sees it. */
    private @Nullable TrafficSecret next;
    private @Nullable TrafficSecret previous;
    private int keyPhase;
    private long firstOfPhase = Long.MAX_VALUE;
    private long forgeries;

    PacketOpener(TrafficSecret secret, Aead aead) {
        this.aead = aead;
        this.current = secret;
    }

    /** {@return the largest number that was authentic, -1 for none} */
    long highest() {
        return window.highest();
    }

    /** {@return whether so many forgeries came that the session must end} */
    boolean isWornOut() {
        return forgeries >= MOST_FORGERIES;
    }

    /**
     * Opens a packet whose form is right.
     * <ol>
     * <li>A number that is too old, or was received before: {@code REPLAYED}.
     * <li>No key for its key phase: {@code NOT_AUTHENTIC}.
     * <li>The tag does not fit: {@code NOT_AUTHENTIC}. Up to here nothing has changed.
     * <li>The number is received; a packet of the next key phase makes that the current one.
     * </ol>
     *
     * @param frames gets the frames, from its position on, which moves behind them
     * @return why the packet is dropped, or null if it was opened
     */
    @Nullable
    DropReason open(ByteBuffer datagram, ByteBuffer frames) {
        long number = DataPacket.number(datagram);
        if (!window.isNew(number)) {
            return DropReason.REPLAYED;
        }
        TrafficSecret secret = secretFor(DataPacket.keyPhase(datagram), number);
        if (secret == null || !isOpened(datagram, number, secret, frames)) {
            forgeries++;
            return DropReason.NOT_AUTHENTIC;
        }
        if (secret == next) {
            followKeyUpdate();
        }
        window.add(number);
        if (secret != previous) {
            firstOfPhase = Math.min(firstOfPhase, number);
        }
        forgetPrevious();
        return null;
    }

    private @Nullable TrafficSecret secretFor(int parity, long number) {
        if (parity == keyPhase) {
            return current;
        }
        if (number > window.highest()) {
            next = next == null ? current.next() : next;
            return next;
        }
        return number < firstOfPhase ? previous : null;
    }

    private boolean isOpened(ByteBuffer datagram, long number, TrafficSecret secret, ByteBuffer frames) {
        ByteBuffer header = datagram.duplicate().limit(datagram.position() + DataPacket.HEADER_BYTES);
        ByteBuffer sealed = datagram.duplicate().position(datagram.position() + DataPacket.HEADER_BYTES);
        return aead.open(secret.packetKey(), number, header, sealed, frames);
    }

    private void followKeyUpdate() {
        // Its packet key opens what is late; nothing more is derived from it.
        current.clear();
        previous = current;
        current = Objects.requireNonNull(next);
        next = null;
        keyPhase ^= 1;
        firstOfPhase = Long.MAX_VALUE;
    }

    /** The window takes nothing any more that the previous key could open. */
    private void forgetPrevious() {
        if (previous != null && window.highest() - firstOfPhase >= ReplayWindow.SIZE) {
            previous = null;
        }
    }
}
