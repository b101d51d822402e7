package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.github.udpchat.model.Payload;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Sees each datagram as it is sent. No packet number of a session is used for two contents in one direction: that would be a
 * key and nonce used twice. And it counts, so that two that talk for ever about nothing are found.
 */
final class SentLedger implements LinkRule {

    static final int DATA = 0xFC;
    private static final int SESSION_AT = 2;
    private static final int NUMBER_AT = 10;
    private static final int HEADER_BYTES = 18;
    private static final long MOST_DATAGRAMS = 3_000_000;

    private final InetSocketAddress server;
    private final Findings findings;
    private final Map<Packet, Integer> contents = new HashMap<>();
    private final Map<Path, Sent> paths = new HashMap<>();
    private long datagrams;

    /** A packet's place: the direction, the session and the number. */
    record Packet(boolean toServer, long session, long number) {}

    record Path(InetSocketAddress from, InetSocketAddress to) {}

    private static final class Sent {

        private long datagrams;
        private Duration last = Duration.ZERO;
        private final Times times = new Times();
    }

    SentLedger(InetSocketAddress server, Findings findings) {
        this.server = server;
        this.findings = findings;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        Sent sent = paths.computeIfAbsent(new Path(transit.from(), transit.to()), path -> new Sent());
        sent.datagrams++;
        sent.last = transit.sentAt();
        sent.times.add(transit.sentAt());
        if (++datagrams > MOST_DATAGRAMS) {
            throw new AssertionError("more than " + MOST_DATAGRAMS + " datagrams: somebody talks about nothing");
        }
        Packet packet = packet(transit);
        if (packet != null && isOfItsSender(transit)) {
            Integer before = contents.putIfAbsent(packet, transit.datagram().hashCode());
            findings.require(before == null, "%s was used twice", packet);
        }
        return new Verdict.Pass();
    }

    /** Hostile peers send what others have sent. */
    private boolean isOfItsSender(Transit transit) {
        return !HostilePeer.isAt(transit.from());
    }

    private @Nullable Packet packet(Transit transit) {
        Payload datagram = transit.datagram();
        if (datagram.size() < HEADER_BYTES || Byte.toUnsignedInt(datagram.asByteBuffer().get(0)) != DATA) {
            return null;
        }
        return new Packet(transit.to().equals(server), datagram.asByteBuffer().getLong(SESSION_AT),
                datagram.asByteBuffer().getLong(NUMBER_AT));
    }

    /** {@return whether a DATA datagram is one that was sent, with not a bit changed} */
    boolean isAsSent(Transit transit) {
        Packet packet = packet(transit);
        return packet != null && Integer.valueOf(transit.datagram().hashCode()).equals(contents.get(packet));
    }

    /** {@return when something was sent that way for the last time} */
    Duration lastSent(InetSocketAddress from, InetSocketAddress to) {
        Sent sent = paths.get(new Path(from, to));
        return sent == null ? Duration.ZERO : sent.last;
    }

    /** {@return when something was sent that way lately} */
    Times times(InetSocketAddress from, InetSocketAddress to) {
        Sent sent = paths.get(new Path(from, to));
        return sent == null ? new Times() : sent.times;
    }

    /** {@return how many datagrams were sent that way} */
    long count(InetSocketAddress from, InetSocketAddress to) {
        Sent sent = paths.get(new Path(from, to));
        return sent == null ? 0 : sent.datagrams;
    }
}
