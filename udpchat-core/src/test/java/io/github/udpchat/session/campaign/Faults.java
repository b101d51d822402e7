package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;

/** The faults of a scenario, until they are healed. Owned by one {@link CampaignRun}. */
final class Faults {

    private static final Duration HELD_UP = Duration.ofMillis(120);
    private static final Duration COPY_AFTER = Duration.ofMillis(40);
    private static final int LONGEST_REPLAY_MILLIS = 40_000;

    /** A copy comes so much later at most. */
    static final Duration LONGEST_REPLAY = Duration.ofMillis(1_000 + LONGEST_REPLAY_MILLIS);

    /** How likely a burst of losses is to go on with the next datagram. */
    private static final double BURST_GOES_ON = 0.75;

    private static final Duration BEHIND_FORGERY = Duration.ofMillis(5);
    private static final int NUMBER_AT = 10;

    private final List<InstalledRule> installed = new ArrayList<>();
    private final Map<InetSocketAddress, Scenario.Cut> cuts = new HashMap<>();
    private boolean renumberNext;

    Faults(SimulatedNetwork net, Scenario.Links links, LinkRule behindLoss) {
        net.rule(this::outage);
        add(net, links.inBursts() ? burstyLoss(links.loss()) : LinkRule.loss(links.loss()), links.loss());
        add(net, LinkRule.corruption(links.corruption()), links.corruption());
        net.rule(behindLoss);
        add(net, LinkRule.sometimes(links.forgery(), this::copy), links.forgery());
        add(net, this::renumber, links.forgery());
        Duration jitter = Duration.ofMillis(links.jitterMillis());
        add(net, LinkRule.jitter(Duration.ZERO, jitter), links.jitterMillis());
        add(net, LinkRule.reordering(links.reordering(), HELD_UP), links.reordering());
        add(net, LinkRule.duplication(links.duplication(), COPY_AFTER), links.duplication());
        add(net, LinkRule.sometimes(links.replay(), (transit, random) -> new Verdict.Duplicate(
                Duration.ofMillis(1000 + random.nextInt(LONGEST_REPLAY_MILLIS)))), links.replay());
    }

    private Verdict copy(Transit transit, RandomGenerator random) {
        renumberNext = true;
        return new Verdict.Duplicate(BEHIND_FORGERY);
    }

    /** Turns over a high bit of the packet number in the first of two copies, which comes before the other. */
    private Verdict renumber(Transit transit, RandomGenerator random) {
        boolean hit = renumberNext;
        renumberNext = false;
        return hit ? new Verdict.Corrupt(8 * (NUMBER_AT + random.nextInt(6)) + random.nextInt(8)) : new Verdict.Pass();
    }

    private void add(SimulatedNetwork net, LinkRule rule, double howMuch) {
        if (howMuch > 0) {
            installed.add(net.rule(rule));
        }
    }

    /** Loss as Gilbert and Elliott describe it, on each path by itself: the same share, several in a row. */
    static LinkRule burstyLoss(double loss) {
        double begins = loss * (1 - BURST_GOES_ON) / (1 - loss);
        Map<SentLedger.Path, Boolean> inBurst = new HashMap<>();
        return (transit, random) -> {
            SentLedger.Path path = new SentLedger.Path(transit.from(), transit.to());
            boolean loses = random.nextDouble() < (inBurst.getOrDefault(path, false) ? BURST_GOES_ON : begins);
            inBurst.put(path, loses);
            return loses ? new Verdict.Drop() : new Verdict.Pass();
        };
    }

    /** Nothing passes between a client and the server from here on, one way or both. */
    void cut(InetSocketAddress client, Scenario.Cut how) {
        cuts.put(client, how);
    }

    /** Something passes again. */
    void join(InetSocketAddress client) {
        cuts.remove(client);
    }

    private Verdict outage(Transit transit, RandomGenerator random) {
        Scenario.Cut ofSender = cuts.get(transit.from());
        Scenario.Cut ofRecipient = cuts.get(transit.to());
        boolean hit = ofSender == Scenario.Cut.BOTH_WAYS || ofSender == Scenario.Cut.TO_SERVER
                || ofRecipient == Scenario.Cut.BOTH_WAYS || ofRecipient == Scenario.Cut.FROM_SERVER;
        return hit ? new Verdict.Drop() : new Verdict.Pass();
    }

    /** There are no faults any more. */
    void heal() {
        installed.forEach(InstalledRule::remove);
        installed.clear();
        cuts.clear();
    }
}
