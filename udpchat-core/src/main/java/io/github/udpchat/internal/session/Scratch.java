package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.wire.PacketType;

/**
 * Where frames stand while a packet is opened or sealed, once for each endpoint. Two buffers, because a packet may be answered
 * while its frames are still being read. Owned by the endpoint, used under its lock; nothing stays in it.
 */
final class Scratch {

    private final ByteBuffer opened = ByteBuffer.allocate(PacketType.MAX_DATAGRAM_BYTES);
    private final ByteBuffer toSeal = ByteBuffer.allocate(PacketType.MAX_DATAGRAM_BYTES);

    /** {@return the empty buffer for the frames of a packet that is being opened} */
    ByteBuffer forOpening() {
        return opened.clear();
    }

    /** {@return the empty buffer for the frames of a packet that will be sealed} */
    ByteBuffer forSealing() {
        return toSeal.clear();
    }
}
