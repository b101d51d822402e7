package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

/**
 * An address as a key of a hash map. Made by {@link AddressKeys}, whose secret seed is in the hash, so that nobody can
 * choose many addresses that share one; {@link Comparable}, so that a bin that fills all the same becomes a tree.
 */
public final class AddressKey implements Comparable<AddressKey> {

    private final long high;
    private final long low;
    private final int scope;
    private final int port;
    private final int hash;

    AddressKey(long high, long low, int scope, int port, int hash) {
        this.high = high;
        this.low = low;
        this.scope = scope;
        this.port = port;
        this.hash = hash;
    }

    /** How many bytes {@link #writeTo} writes. */
    public static final int BYTES = 2 * Long.BYTES + Integer.BYTES + Short.BYTES;

    /** Writes the address as 16 bytes (IPv4 in its IPv6 form), scope and port: PROTOCOL.md, section 2.5. */
    public void writeTo(ByteBuffer out) {
        out.putLong(high).putLong(low).putInt(scope).putShort((short) port);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressKey that
                && low == that.low
                && high == that.high
                && port == that.port
                && scope == that.scope;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(AddressKey that) {
        int order = Long.compare(low, that.low);
        if (order == 0) {
            order = Integer.compare(port, that.port);
        }
        if (order == 0) {
            order = Long.compare(high, that.high);
        }
        return order == 0 ? Integer.compare(scope, that.scope) : order;
    }
}
