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
    private final Map<SentLedger.Path, Duration> last = new HashMap<>();

    private final Map<SentLedger.Path, Times> all = new HashMap<>();
    private final Map<SentLedger.Path, Times> large = new HashMap<>();

    ArrivalLedger(SentLedger sent) {
        this.sent = sent;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        if (sent.isAsSent(transit)) {
            SentLedger.Path path = new SentLedger.Path(transit.from(), transit.to());
            last.put(path, transit.sentAt());
            all.computeIfAbsent(path, made -> new Times()).add(transit.sentAt());
            if (transit.datagram().size() >= MORE_THAN_ACKNOWLEDGEMENTS) {
                large.computeIfAbsent(path, made -> new Times()).add(transit.sentAt());
            }
        }
        return new Verdict.Pass();
    }

    /** {@return when something was sent that way that arrived, for the last time} */
    Duration last(InetSocketAddress from, InetSocketAddress to) {
        return last.getOrDefault(new SentLedger.Path(from, to), Duration.ZERO);
    }

    /**
     * {@return whether something that wants an acknowledgement got through after a time, and all that came back in the time
     * that an acknowledgement takes}
     *
     * @param most how long a datagram takes and an acknowledgement waits, together
     */
    boolean isAcknowledged(InetSocketAddress from, InetSocketAddress to, Duration after, Duration until,
            Duration most) {
        SentLedger.Path back = new SentLedger.Path(to, from);
        Times came = all.getOrDefault(back, new Times());
        for (Duration time : large.getOrDefault(new SentLedger.Path(from, to), new Times()).since(after)) {
            long answers = came.between(time, time.plus(most));
            boolean over = time.plus(most).plus(most).compareTo(until) < 0;
            if (over && answers > 0 && answers == sent.times(to, from).between(time, time.plus(most))) {
                return true;
            }
        }
        return false;
    }
}
