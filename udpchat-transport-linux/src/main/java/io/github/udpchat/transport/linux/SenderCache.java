package io.github.udpchat.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the address objects of recent senders, so that most datagrams make no new one. One place for each hash: a sender
 * that shares its place with another costs an object more and nothing else, so the hash needs no secret. Owned by the
 * receive thread.
 */
final class SenderCache {

    private static final int PLACES = 1024;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final int MIXED_BITS = Long.SIZE - 10;

    private final long[] first = new long[PLACES];
    private final long[] second = new long[PLACES];
    private final long[] third = new long[PLACES];
    private final @Nullable InetSocketAddress[] addresses = new InetSocketAddress[PLACES];

    /**
     * The address in a socket name.
     *
     * @param name   where the name stands, with zeros behind it up to 32 bytes
     * @param offset its place there, a multiple of 8
     */
    InetSocketAddress read(MemorySegment name, long offset) {
        long a = name.get(JAVA_LONG, offset);
        long b = name.get(JAVA_LONG, offset + Long.BYTES);
        long c = name.get(JAVA_LONG, offset + 2 * Long.BYTES);
        long scope = name.get(JAVA_LONG, offset + 3 * Long.BYTES);
        if (scope != 0) {
            return SocketName.read(name, offset);
        }
        int place = (int) ((((a * MIX) ^ b) * MIX ^ c) * MIX >>> MIXED_BITS);
        InetSocketAddress known = addresses[place];
        if (known == null || first[place] != a || second[place] != b || third[place] != c) {
            known = SocketName.read(name, offset);
            addresses[place] = known;
            first[place] = a;
            second[place] = b;
            third[place] = c;
        }
        return known;
    }
}
