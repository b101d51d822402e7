package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;

/** Stands behind the rules that lose and change datagrams: knows when something authentic got through for the last time. */
final class ArrivalLedger implements LinkRule {

    /** What has so many bytes wants an acknowledgement. */
    private static final int MORE_THAN_ACKNOWLEDGEMENTS = 150;

    private final SentLedger sent;
    private final Homes homes;
    private final Map<SentLedger.Path, Duration> last = new HashMap<>();

    /** When a silence ended that was long enough to end a session. */
    private final Map<SentLedger.Path, Duration> silentUntil = new HashMap<>();
    private final Map<SentLedger.Path, Times> all = new HashMap<>();
    private final Map<SentLedger.Path, Times> large = new HashMap<>();

    ArrivalLedger(SentLedger sent, Homes homes) {
        this.sent = sent;
        this.homes = homes;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        if (sent.isAsSent(transit) && !homes.isLeft(transit.to())) {
            SentLedger.Path path = sent.path(transit.from(), transit.to());
            Duration before = last.put(path, transit.sentAt());
            if (before != null && transit.sentAt().minus(before).compareTo(World.SILENCE) >= 0) {
                silentUntil.put(path, transit.sentAt());
            }
            sent.getsThrough(path);
            all.computeIfAbsent(path, made -> new Times()).add(transit.sentAt());
            if (transit.datagram().size() >= MORE_THAN_ACKNOWLEDGEMENTS) {
                large.computeIfAbsent(path, made -> new Times()).add(transit.sentAt());
            }
        }
        return new Verdict.Pass();
    }

    /** {@return whether nothing came that way for as long as ends a session, at some time since then} */
    boolean wasSilent(InetSocketAddress from, InetSocketAddress to, Duration since, Duration now) {
        SentLedger.Path path = sent.path(from, to);
        return now.minus(last.getOrDefault(path, Duration.ZERO)).compareTo(World.SILENCE) >= 0
                || silentUntil.getOrDefault(path, Duration.ZERO).compareTo(since) > 0;
    }

    /** {@return whether something got through that way after a time, and not after another} */
    boolean came(InetSocketAddress from, InetSocketAddress to, Duration after, Duration until) {
        return all.getOrDefault(sent.path(from, to), new Times()).between(after, until) > 0;
    }

    /**
     * {@return whether something that wants an acknowledgement got through after a time, and all that came back in the time
     * that an acknowledgement takes}
     *
     * @param most how long a datagram takes and an acknowledgement waits, together
     */
    boolean isAcknowledged(InetSocketAddress from, InetSocketAddress to, Duration after, Duration until,
            Duration most) {
        Times came = all.getOrDefault(sent.path(to, from), new Times());
        for (Duration time : large.getOrDefault(sent.path(from, to), new Times()).since(after)) {
            long answers = came.between(time, time.plus(most));
            boolean over = time.plus(most).plus(most).compareTo(until) < 0;
            if (over && answers > 0 && answers == sent.times(to, from).between(time, time.plus(most))) {
                return true;
            }
        }
        return false;
    }
}
