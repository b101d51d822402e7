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

    private final SentLedger sent;
    private final Map<SentLedger.Path, Duration> last = new HashMap<>();

    ArrivalLedger(SentLedger sent) {
        this.sent = sent;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        if (sent.isAsSent(transit)) {
            last.put(new SentLedger.Path(transit.from(), transit.to()), transit.sentAt());
        }
        return new Verdict.Pass();
    }

    /** {@return when something was sent that way that arrived, for the last time} */
    Duration last(InetSocketAddress from, InetSocketAddress to) {
        return last.getOrDefault(new SentLedger.Path(from, to), Duration.ZERO);
    }
}
