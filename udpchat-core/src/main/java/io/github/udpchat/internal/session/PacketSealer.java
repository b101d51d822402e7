package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.wire.DataPacket;

/**
 * The sending half of a session's packet protection: PROTOCOL.md, section 2.6. Owns the secret and the packet number
 * together, in an object that can be neither copied nor restarted, so that no number is used twice under a key. Owned by one
 * session.
 */
final class PacketSealer {

    /** After so many packets under one key the next is taken into use, if the peer is known to have the current one. */
    static final long UPDATE_AFTER = 1L << 20;

    /** So many packets under one key and no more: below AES-GCM's bound for confidentiality (RFC 9001 section 6.6). */
    static final long MOST_UNDER_ONE_KEY = 1L << 22;

    /** Of these so many are kept for saying that the session ends. */
    private static final int KEPT_FOR_THE_END = 64;

    private final long sessionId;
    private final Aead aead;
    private TrafficSecret secret;
    private int keyPhase;
    private long nextNumber;
    private long firstOfPhase;
    private boolean phaseKnownToPeer;

    PacketSealer(long sessionId, TrafficSecret secret, Aead aead) {
        this(sessionId, secret, aead, 0);
    }

    /** A sealer whose first packet has that number; but for tests, numbers begin at 0. */
    PacketSealer(long sessionId, TrafficSecret secret, Aead aead, long firstNumber) {
        this.sessionId = sessionId;
        this.secret = secret;
        this.aead = aead;
        this.nextNumber = firstNumber;
        this.firstOfPhase = firstNumber;
    }

    /** {@return the number that the next packet will have} */
    long nextNumber() {
        return nextNumber;
    }

    /** Uses up a number without a packet: whoever acknowledges it lies (section 2.10). */
    void leaveOutNumber() {
        nextNumber++;
    }

    /** The peer has acknowledged a packet. */
    void acknowledged(long number) {
        phaseKnownToPeer |= number >= firstOfPhase;
    }

    /** {@return whether another packet may be sealed; if not, the session must end} */
    boolean maySeal() {
        return nextNumber - firstOfPhase < MOST_UNDER_ONE_KEY - KEPT_FOR_THE_END || phaseKnownToPeer;
    }

    /** {@return whether a packet may be sealed that says that the session ends} */
    boolean maySealLast() {
        return nextNumber - firstOfPhase < MOST_UNDER_ONE_KEY || phaseKnownToPeer;
    }

    /**
     * Makes a packet.
     *
     * @param frames from position to limit, 1 to {@link DataPacket#MAX_FRAMES_BYTES} bytes; the position moves to the limit
     * @return the datagram, a buffer of its own
     */
    ByteBuffer seal(ByteBuffer frames) {
        if (!maySealLast()) {
            throw new AssertionError("a key may not seal more than " + MOST_UNDER_ONE_KEY + " packets");
        }
        if (phaseKnownToPeer && nextNumber - firstOfPhase >= UPDATE_AFTER) {
            updateKey();
        }
        long number = nextNumber++;
        ByteBuffer datagram = ByteBuffer
                .allocate(DataPacket.HEADER_BYTES + frames.remaining() + DataPacket.TAG_BYTES);
        DataPacket.writeHeader(datagram, keyPhase, sessionId, number);
        aead.seal(secret.packetKey(), number, datagram.duplicate().flip(), frames, datagram);
        return datagram.flip();
    }

    /** Begins the next key phase. The caller has seen that the peer follows, except in tests. */
    void updateKey() {
        TrafficSecret next = secret.next();
        secret.clear();
        secret = next;
        keyPhase ^= 1;
        firstOfPhase = nextNumber;
        phaseKnownToPeer = false;
    }
}
