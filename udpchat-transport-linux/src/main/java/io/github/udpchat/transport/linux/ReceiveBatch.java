package io.github.udpchat.transport.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Datagrams that came in one system call. Owned by the receive thread. */
final class ReceiveBatch {

    /** What one system call takes at most; what waits beyond that comes with the next. */
    static final int MOST_DATAGRAMS = 32;

    /** Bounds the memory of endpoints with long datagrams; they take fewer at a time. */
    private static final int MOST_BYTES = 256 * 1024;

    private final int capacity;
    private final MemorySegment state;
    private final Messages messages;
    private final ByteBuffer[] datagrams;
    private final SenderCache senders = new SenderCache();

    /** An empty batch in the memory of that arena, whose datagrams are cut after so many bytes. */
    ReceiveBatch(Arena arena, int datagramBytes) {
        capacity = Math.clamp(MOST_BYTES / datagramBytes, 1, MOST_DATAGRAMS);
        state = Posix.newCallState(arena);
        messages = new Messages(arena, capacity);
        datagrams = new ByteBuffer[capacity];
        for (int i = 0; i < capacity; i++) {
            MemorySegment slot = arena.allocate(datagramBytes);
            messages.setBytes(i, slot.address(), datagramBytes);
            messages.setNameLength(i, SocketName.MAX_BYTES);
            datagrams[i] = slot.asByteBuffer();
        }
    }

    /** Waits for datagrams; returns how many came, or the negative error number. */
    int receive(int descriptor) {
        int received = Posix.recvmmsg(state, descriptor, messages.from(0), capacity);
        for (int i = 0; i < received; i++) {
            datagrams[i].clear().limit(messages.received(i));
        }
        return received;
    }

    /** {@return whether the datagram has a sender; what a closing socket answers with has none} */
    boolean hasSender(int index) {
        return messages.nameLength(index) > 0;
    }

    /** {@return where a datagram came from} */
    InetSocketAddress sender(int index) {
        return senders.read(messages.names(), messages.nameOffset(index));
    }

    /** {@return its bytes, from position to limit} */
    ByteBuffer datagram(int index) {
        return datagrams[index];
    }

    /** Makes the batch ready to receive again; the kernel has overwritten the lengths of the names. */
    void reset(int received) {
        for (int i = 0; i < received; i++) {
            messages.setNameLength(i, SocketName.MAX_BYTES);
        }
    }
}
