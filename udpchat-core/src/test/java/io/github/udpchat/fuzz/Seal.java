package io.github.udpchat.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The packets of one direction of a session in key phase 0, made and opened as PROTOCOL.md, section 2.6 says. */
public final class Seal {

    /** So many bytes of frames fit into a packet. */
    public static final int MOST_FRAMES_BYTES = 1166;

    private static final int HEADER_BYTES = 18;
    private static final int TAG_BYTES = 16;
    private static final byte DATA = (byte) 0xFC;

    private final long session;
    private final SecretKeySpec key;
    private long nextNumber;

    public Seal(long session, byte[] secret) {
        this.session = session;
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(secret, "HmacSHA256"));
            this.key = new SecretKeySpec(
                    hmac.doFinal("udpchat/1 packet key".getBytes(StandardCharsets.US_ASCII)), "AES");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the datagram with the next number} */
    public byte[] seal(byte[] frames) {
        ByteBuffer datagram = ByteBuffer.allocate(HEADER_BYTES + frames.length + TAG_BYTES);
        datagram.put(DATA).put((byte) 0).putLong(session).putLong(nextNumber);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, datagram.array(), nextNumber);
            nextNumber++;
            cipher.doFinal(ByteBuffer.wrap(frames), datagram);
            return datagram.array();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the number that the next datagram will have} */
    public long nextNumber() {
        return nextNumber;
    }

    /** Leaves out some numbers. */
    public void skip(int numbers) {
        nextNumber += numbers;
    }

    /** {@return the frames in a datagram, which must be sealed with this key} */
    public byte[] open(byte[] datagram) {
        try {
            return cipher(Cipher.DECRYPT_MODE, datagram, ByteBuffer.wrap(datagram).getLong(10))
                    .doFinal(datagram, HEADER_BYTES, datagram.length - HEADER_BYTES);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a datagram that does not open", e);
        }
    }

    private Cipher cipher(int mode, byte[] header, long number) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(number).array();
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(header, 0, HEADER_BYTES);
        return cipher;
    }
}
