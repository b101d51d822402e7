package io.github.udpchat.internal.noise;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** How long the two messages are, and how they are put together and taken apart. */
public final class IkMessages {

    /** How many bytes message 1 is longer than its payload: an ephemeral key, a static key with its tag, a tag. */
    public static final int MESSAGE_1_OVERHEAD_BYTES = 2 * PublicKey25519.BYTES + 2 * CipherState.TAG_BYTES;

    /** How many bytes message 2 is longer than its payload: an ephemeral key, a tag. */
    public static final int MESSAGE_2_OVERHEAD_BYTES = PublicKey25519.BYTES + CipherState.TAG_BYTES;

    /** The longest message (section 3). A longer one is not written, and fails when it is read. */
    public static final int MAX_BYTES = 65_535;

    private IkMessages() {}

    static void requireFits(byte[] payload, int overheadBytes) {
        if (payload.length > MAX_BYTES - overheadBytes) {
            throw new IllegalArgumentException("a payload has at most " + (MAX_BYTES - overheadBytes) + " bytes, not "
                    + payload.length);
        }
    }

    static void requireLength(byte[] message, int overheadBytes) throws HandshakeFailedException {
        if (message.length < overheadBytes || message.length > MAX_BYTES) {
            throw new HandshakeFailedException("a message of " + message.length + " bytes");
        }
    }

    /** What both messages begin with. */
    static PublicKey25519 ephemeral(byte[] message) {
        return PublicKey25519.of(Arrays.copyOf(message, PublicKey25519.BYTES));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
