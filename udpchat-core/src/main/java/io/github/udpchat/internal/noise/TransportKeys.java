package io.github.udpchat.internal.noise;

/**
 * What a handshake is for: {@code Split} of section 5.2, as keys and not as cipher states, since packets bring their own
 * numbers. The arrays are the receiver's, who zeroes them when they have done their work.
 *
 * @param initiatorToResponder 32 bytes, the key of what the initiator sends
 * @param responderToInitiator 32 bytes, the key of what the responder sends
 * @param handshakeHash        32 bytes that no other handshake has, no secret (section 11.2)
 */
public record TransportKeys(byte[] initiatorToResponder, byte[] responderToInitiator, byte[] handshakeHash) {

    /** {@return no key, so that it may be logged} */
    @Override
    public String toString() {
        return "TransportKeys";
    }
}
