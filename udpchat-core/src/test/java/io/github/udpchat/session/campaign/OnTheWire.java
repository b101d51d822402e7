package io.github.udpchat.session.campaign;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.PacketType;

/** What anybody on a link sees of a datagram. */
final class OnTheWire {

    private OnTheWire() {}

    /** {@return what it is; NONE for what is no packet of this protocol} */
    static PacketType type(ByteBuffer datagram) {
        return PacketType.isSession(datagram) ? PacketType.of(datagram) : PacketType.NONE;
    }

    /** {@return whether it is DATA of the right form, which has a session and a number} */
    static boolean isData(ByteBuffer datagram) {
        return type(datagram) == PacketType.DATA && DataPacket.isWellFormed(datagram);
    }
}
