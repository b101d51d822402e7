package io.github.udpchat.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Datagrams that wait to be sent in one system call. Owned by the transport, used by one sender at a time. */
final class SendBatch {

    /** What the engine sends at most before it flushes; a fuller batch is sent by itself. */
    static final int CAPACITY = 64;

    /** Room for 64 datagrams of 2 KiB, or for the longest that there is. */
    private static final int BYTES = 128 * 1024;

    private final int family;
    private final MemorySegment state;
    private final Messages messages;
    private final MemorySegment bytes;
    private int count;
    private int used;

    /** An empty batch in the memory of that arena. */
    SendBatch(Arena arena, int family) {
        this.family = family;
        this.state = Posix.newCallState(arena);
        this.messages = new Messages(arena, CAPACITY);
        this.bytes = arena.allocate(BYTES);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** {@return whether there is room for a datagram of so many bytes, at most {@code Binding.MAX_DATAGRAM_BYTES}} */
    boolean hasRoomFor(int length) {
        return count < CAPACITY && length <= BYTES - used;
    }

    /** Copies a datagram; returns false if this socket can't send there. */
    boolean add(InetSocketAddress to, ByteBuffer datagram) {
        int nameLength = SocketName.write(to, family, messages.names(), messages.nameOffset(count));
        if (nameLength < 0) {
            return false;
        }
        int length = datagram.remaining();
        if (datagram.hasArray()) {
            MemorySegment.copy(
                    datagram.array(), datagram.arrayOffset() + datagram.position(), bytes, JAVA_BYTE, used, length);
        } else {
            MemorySegment.copy(MemorySegment.ofBuffer(datagram), 0, bytes, used, length);
        }
        messages.setNameLength(count, nameLength);
        messages.setBytes(count, bytes.address() + used, length);
        used += length;
        count++;
        return true;
    }

    /** Sends everything, and returns how many could not be sent. One that fails does not hold up those behind it. */
    int send(int descriptor) {
        int failed = 0;
        int next = 0;
        while (next < count) {
            int sent = Posix.sendmmsg(state, descriptor, messages.from(next), count - next);
            if (sent > 0) {
                next += sent;
            } else if (sent != -Posix.EINTR) {
                failed++;
                next++;
            }
        }
        clear();
        return failed;
    }

    /** Forgets everything, and returns how many that were. */
    int clear() {
        int forgotten = count;
        count = 0;
        used = 0;
        return forgotten;
    }
}
