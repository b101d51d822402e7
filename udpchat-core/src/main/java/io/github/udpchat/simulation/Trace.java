package io.github.udpchat.simulation;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A running SHA-256 of every datagram that was sent and every one that arrived. */
final class Trace {

    private final MessageDigest digest;

    Trace() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    void sent(long now, InetSocketAddress from, InetSocketAddress to, byte[] datagram, int copies) {
        add('s', now, from, to, datagram, copies);
    }

    void arrived(long now, InetSocketAddress from, InetSocketAddress to, byte[] datagram, boolean received) {
        add('a', now, from, to, datagram, received ? 1 : 0);
    }

    private void add(char kind, long now, InetSocketAddress from, InetSocketAddress to, byte[] datagram, int count) {
        digest.update((byte) kind);
        digest.update(ByteBuffer.allocate(16).putLong(now).putInt(count).putInt(datagram.length).flip());
        add(from);
        add(to);
        digest.update(datagram);
    }

    private void add(InetSocketAddress address) {
        String text = address.getAddress().getHostAddress() + "#" + address.getPort() + "\n";
        digest.update(text.getBytes(StandardCharsets.US_ASCII));
    }

    String digest() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the JDK's SHA-256 can be cloned", e);
        }
    }
}
