package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.github.udpchat.internal.noise.HandshakeFailedException;
import io.github.udpchat.internal.noise.PublicKey25519;
import io.github.udpchat.internal.wire.InitPacket;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.Token16;

/** What both sides of a handshake put before and into its messages: PROTOCOL.md, sections 2.3 and 2.4. */
final class Handshakes {

    private static final byte[] LABEL = "udpchat/1".getBytes(StandardCharsets.US_ASCII);
    private static final int ACCEPT_PAYLOAD_BYTES = 2 * Long.BYTES + Token16.BYTES + Limits.BYTES;

    private Handshakes() {}

    /** {@return what both sides must have seen alike before the first message} */
    static byte[] prologue(InitPacket.Header header) {
        byte[] bytes = header.bytes();
        return ByteBuffer.allocate(LABEL.length + bytes.length).put(LABEL).put(bytes).array();
    }

    /** {@return the limits that the payload of message 1 consists of} */
    static Limits limits(byte[] payload) throws HandshakeFailedException {
        return limits(ByteBuffer.wrap(payload));
    }

    private static Limits limits(ByteBuffer in) throws HandshakeFailedException {
        Limits limits = in.remaining() == Limits.BYTES ? Limits.read(in) : null;
        if (limits == null) {
            throw new HandshakeFailedException("limits out of range");
        }
        return limits;
    }

    /** A key must come in its shortest form, or one party would have several names. */
    static void requireOneName(PublicKey25519 key) throws HandshakeFailedException {
        if (!key.isCanonical()) {
            throw new HandshakeFailedException("a static key in a form that is not its shortest");
        }
    }

    /** What the server's message 2 says. */
    record Accepted(long sessionId, long bootId, Token16 resetToken, Limits limits) {}

    static byte[] acceptPayload(Accepted accepted) {
        ByteBuffer out = ByteBuffer.allocate(ACCEPT_PAYLOAD_BYTES);
        out.putLong(accepted.sessionId()).putLong(accepted.bootId());
        accepted.resetToken().writeTo(out);
        accepted.limits().writeTo(out);
        return out.array();
    }

    static Accepted accepted(byte[] payload) throws HandshakeFailedException {
        if (payload.length != ACCEPT_PAYLOAD_BYTES) {
            throw new HandshakeFailedException("an answer of " + payload.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        return new Accepted(in.getLong(), in.getLong(), Token16.read(in), limits(in));
    }
}
