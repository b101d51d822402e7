package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Sees each datagram as it is sent. No packet number of a session is used for two contents in one direction: that would be a
 * key and nonce used twice. And it counts, so that two that talk for ever about nothing are found.
 */
final class SentLedger implements LinkRule {

    private static final long MOST_DATAGRAMS = 3_000_000;

    /**
     * So many datagrams are sent to somebody from whom nothing comes, and no more: a window, two for each probe timeout in 30 s,
     * which doubles up to 5 s, and answers to what waited for a program that was stopped.
     */
    private static final int MOST_UNANSWERED = 64 + 2 * 14 + 150;

    private final InetSocketAddress server;
    private final Homes homes;
    private final Findings findings;
    private final Map<Packet, Integer> contents = new HashMap<>();
    private final Map<Path, Sent> paths = new HashMap<>();
    private long datagrams;

    /** A packet's place: the direction, the session and the number. */
    record Packet(boolean toServer, long session, long number) {}

    record Path(InetSocketAddress from, InetSocketAddress to) {

        Path back() {
            return new Path(to, from);
        }
    }

    private static final class Sent {

        private long data;
        private int unanswered;
        private Duration last = Duration.ZERO;
        private final Times times = new Times();
    }

    SentLedger(InetSocketAddress server, Homes homes, Findings findings) {
        this.server = server;
        this.homes = homes;
        this.findings = findings;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        Sent sent = paths.computeIfAbsent(path(transit.from(), transit.to()), path -> new Sent());
        sent.last = transit.sentAt();
        sent.times.add(transit.sentAt());
        if (++datagrams > MOST_DATAGRAMS) {
            throw new AssertionError("more than " + MOST_DATAGRAMS + " datagrams: somebody talks about nothing");
        }
        Packet packet = packet(transit);
        if (packet != null && isOfItsSender(transit)) {
            Integer before = contents.putIfAbsent(packet, transit.datagram().hashCode());
            findings.require(before == null, "%s was used twice", packet);
            sent.data++;
            if (!HostilePeer.isAt(transit.to())) {
                findings.require(++sent.unanswered <= MOST_UNANSWERED, "%s datagrams for nothing from %s to %s",
                        sent.unanswered, transit.from(), transit.to());
            }
        }
        return new Verdict.Pass();
    }

    /** The way between two, whatever address they had when. */
    Path path(InetSocketAddress from, InetSocketAddress to) {
        return new Path(homes.of(from), homes.of(to));
    }

    /** Something gets through that way, to which there may be an answer. */
    void getsThrough(Path path) {
        paths.computeIfAbsent(path.back(), made -> new Sent()).unanswered = 0;
    }

    /** Hostile peers send what others have sent. */
    private boolean isOfItsSender(Transit transit) {
        return !HostilePeer.isAt(transit.from());
    }

    private @Nullable Packet packet(Transit transit) {
        ByteBuffer datagram = transit.datagram().asByteBuffer();
        return OnTheWire.isData(datagram)
                ? new Packet(transit.to().equals(server), DataPacket.sessionId(datagram), DataPacket.number(datagram))
                : null;
    }

    /** {@return whether a DATA datagram is one that was sent, with not a bit changed} */
    boolean isAsSent(Transit transit) {
        Packet packet = packet(transit);
        return packet != null && Integer.valueOf(transit.datagram().hashCode()).equals(contents.get(packet));
    }

    /** {@return when something was sent that way for the last time} */
    Duration lastSent(InetSocketAddress from, InetSocketAddress to) {
        Sent sent = paths.get(path(from, to));
        return sent == null ? Duration.ZERO : sent.last;
    }

    /** {@return how many packets of sessions were sent that way} */
    long data(InetSocketAddress from, InetSocketAddress to) {
        Sent sent = paths.get(path(from, to));
        return sent == null ? 0 : sent.data;
    }

    /** {@return when something was sent that way lately} */
    Times times(InetSocketAddress from, InetSocketAddress to) {
        Sent sent = paths.get(path(from, to));
        return sent == null ? new Times() : sent.times;
    }
}
