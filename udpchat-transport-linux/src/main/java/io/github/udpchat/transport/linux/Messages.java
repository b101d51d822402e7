package io.github.udpchat.transport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr}, each with room for one socket name and one {@code struct iovec}, as sendmmsg(2) and
 * recvmmsg(2) want it on 64-bit Linux. Owned by one batch.
 *
 * <pre>
 *   mmsghdr   0 name   8 name's length   16 iovec   24 number of iovecs   32 control   40 its length   48 flags   56 bytes
 *   iovec     0 base   8 length
 * </pre>
 */
final class Messages {

    private static final int HEADER_BYTES = 64;
    private static final int NAME_LENGTH = 8;
    private static final int VECTORS = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int MESSAGE_LENGTH = 56;

    private static final int VECTOR_BYTES = 16;
    private static final int VECTOR_LENGTH = 8;

    /** A name's room: {@link SocketName#MAX_BYTES}, and what keeps the next one aligned. */
    private static final int NAME_BYTES = 32;

    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final MemorySegment names;

    Messages(Arena arena, int capacity) {
        headers = arena.allocate((long) capacity * HEADER_BYTES, Long.BYTES);
        vectors = arena.allocate((long) capacity * VECTOR_BYTES, Long.BYTES);
        names = arena.allocate((long) capacity * NAME_BYTES, Long.BYTES);
        for (int i = 0; i < capacity; i++) {
            headers.set(ADDRESS, header(i), names.asSlice(nameOffset(i)));
            headers.set(ADDRESS, header(i) + VECTORS, vectors.asSlice(vector(i)));
            headers.set(JAVA_LONG, header(i) + VECTOR_COUNT, 1);
        }
    }

    private static long header(int index) {
        return (long) index * HEADER_BYTES;
    }

    private static long vector(int index) {
        return (long) index * VECTOR_BYTES;
    }

    /** {@return the headers from one on} */
    MemorySegment from(int index) {
        return headers.asSlice(header(index));
    }

    MemorySegment names() {
        return names;
    }

    long nameOffset(int index) {
        return (long) index * NAME_BYTES;
    }

    int nameLength(int index) {
        return headers.get(JAVA_INT, header(index) + NAME_LENGTH);
    }

    void setNameLength(int index, int bytes) {
        headers.set(JAVA_INT, header(index) + NAME_LENGTH, bytes);
    }

    /** Where a message's bytes are, or where there is room for them. */
    void setBytes(int index, long address, int length) {
        vectors.set(JAVA_LONG, vector(index), address);
        vectors.set(JAVA_LONG, vector(index) + VECTOR_LENGTH, length);
    }

    /** {@return how many bytes of that message were received} */
    int received(int index) {
        return headers.get(JAVA_INT, header(index) + MESSAGE_LENGTH);
    }
}
