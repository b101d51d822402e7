package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.github.udpchat.model.DropReason;
import io.github.udpchat.session.AmplificationLedger;
import io.github.udpchat.simulation.SimulatedNetwork;

/**
 * Plays a scenario: faults and load, then healing, then everything that was accepted must be delivered or reported, then
 * silence, then everybody leaves and nothing may move any more. Owns the network and everybody on it.
 */
final class CampaignRun {

    private static final Duration HEALING = Duration.ofSeconds(60);
    private static final Duration HEARTBEAT_AT_MOST = Duration.ofSeconds(22);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PROGRESS_WITHIN = Duration.ofMillis(14_500);
    private static final int ANSWER_MILLIS = 200;
    private static final Duration QUIET = Duration.ofSeconds(100);

    /** A part of the load is skipped where more than so many deliveries would come of it: that costs time and finds nothing. */
    private static final int MOST_DELIVERIES = 6_000;

    private static final int FEWEST_TO_LEAVE = 2;

    private final Scenario scenario;
    private final SplittableRandom random;
    private final SimulatedNetwork net;
    private final Findings findings = new Findings();
    private final Talk talk = new Talk(findings);
    private final HonestServer server;
    private final List<HonestClient> clients;
    private final SentLedger sent;
    private final ArrivalLedger arrived;
    private final Faults faults;
    private long deliveries;

    /** What a run came to. */
    record Outcome(Duration time, long datagrams, long messages, String trace) {}

    private CampaignRun(Scenario scenario, SimulatedNetwork net) {
        this.scenario = scenario;
        this.random = new SplittableRandom(scenario.seed() + 77);
        this.net = net;
        this.server = new HonestServer(this);
        this.clients = IntStream.range(0, scenario.clients())
                .mapToObj(i -> new HonestClient(this, "c" + i, scenario.throwing() && i % 3 == 0)).toList();
        this.sent = new SentLedger(server.address(), findings);
        this.arrived = new ArrivalLedger(sent);
        net.rule(new AmplificationLedger());
        net.rule(sent);
        if (!scenario.hardStart()) {
            connectAll();
        }
        this.faults = new Faults(net, scenario, arrived);
        if (scenario.hardStart()) {
            connectAll();
        }
    }

    private void connectAll() {
        clients.forEach(HonestClient::connect);
    }

    /** Plays it; fails if anything happens that must not. */
    static Outcome of(Scenario scenario) {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(scenario.seed())) {
            CampaignRun run = new CampaignRun(scenario, net);
            run.check();
            run.badTimes();
            run.check();
            run.healing();
            run.check();
            run.silence();
            run.check();
            run.end();
            run.check();
            return new Outcome(net.now(), net.datagramsSent(), run.talk.size(), net.traceDigest());
        }
    }

    private void check() {
        findings.throwIfAny("at " + net.now());
    }

    // ---- what everybody shares

    Scenario scenario() {
        return scenario;
    }

    SimulatedNetwork net() {
        return net;
    }

    Findings findings() {
        return findings;
    }

    Talk talk() {
        return talk;
    }

    HonestServer server() {
        return server;
    }

    Optional<HonestClient> client(String name) {
        return clients.stream().filter(client -> client.name().equals(name)).findFirst();
    }

    int mostMembers() {
        return clients.size() + scenario.hostile().size();
    }

    /**
     * Whether it is right that nothing was heard on a path for the idle timeout: nothing authentic got through, although
     * something was sent.
     */
    boolean isSilenceExplained(InetSocketAddress from, InetSocketAddress to) {
        boolean nothingCame = net.now().minus(arrived.last(from, to)).compareTo(IDLE_TIMEOUT) >= 0;
        boolean tried = net.now().minus(sent.lastSent(from, to)).compareTo(HEARTBEAT_AT_MOST.plusSeconds(1)) <= 0;
        return nothingCame && tried;
    }

    /** Whether it is right that a client was taken for slow: for long nothing got through to it, or no answer from it. */
    boolean isSlownessExplained(InetSocketAddress client) {
        Duration most = Duration.ofMillis(ANSWER_MILLIS + scenario.jitterMillis());
        return !arrived.isAcknowledged(server.address(), client, net.now().minus(PROGRESS_WITHIN), net.now(), most);
    }

    // ---- the acts

    private void badTimes() {
        Duration start = net.now();
        List<Scenario.Outage> outages = new ArrayList<>(scenario.outages());
        List<Runnable> ends = new ArrayList<>();
        List<Duration> endTimes = new ArrayList<>();
        Duration leaves = scenario.length().dividedBy(2);
        boolean leaving = scenario.leaving() && clients.size() > FEWEST_TO_LEAVE;
        for (Duration passed = Duration.ZERO; passed.compareTo(scenario.length()) < 0; passed = net.now()
                .minus(start)) {
            for (Scenario.Outage outage : List.copyOf(outages)) {
                HonestClient hit = clients.get(outage.client());
                if (outage.from().compareTo(passed) <= 0) {
                    outages.remove(outage);
                    if (hit.isLive()) {
                        InetSocketAddress address = hit.client().localAddress();
                        faults.cut(address, outage.cut());
                        ends.add(() -> faults.join(address));
                        endTimes.add(passed.plus(outage.length()));
                    }
                }
            }
            for (int i = ends.size() - 1; i >= 0; i--) {
                if (endTimes.get(i).compareTo(passed) <= 0) {
                    ends.remove(i).run();
                    endTimes.remove(i);
                }
            }
            if (leaving && leaves.compareTo(passed) <= 0) {
                leaving = false;
                clients.getLast().leaves();
            }
            load();
            net.advance(Duration.ofMillis(100 + random.nextInt(100)));
            check();
        }
    }

    private void load() {
        switch (scenario.load()) {
            case SILENT -> sayIf(0.001, 1, 200);
            case STEADY -> sayIf(0.15, 1, random.nextInt(40) == 0 ? 20_000 : 400);
            case BURSTY -> sayIf(0.002, 200, 120);
            case BULK -> sayIf(0.004, 12, 60_000);
        }
    }

    private void sayIf(double probability, int most, int length) {
        for (HonestClient client : clients) {
            if (client.isLive() && random.nextDouble() < probability) {
                for (int left = 1 + random.nextInt(most); left > 0 && deliveries < MOST_DELIVERIES; left--) {
                    client.says(random.nextInt(length));
                    deliveries += clients.size() * (1 + length / 2_000);
                }
            }
        }
    }

    private void healing() {
        faults.heal();
        boolean settled = net.advanceUntil(this::isSettled, HEALING);
        clients.forEach(HonestClient::checkOutcomes);
        findings.require(settled, "not settled %s after healing: %s wait, missed %s", HEALING,
                clients.stream().filter(HonestClient::isWaiting).map(HonestClient::name).toList(), missed());
        net.advance(IDLE_TIMEOUT.plusSeconds(1));
        findings.require(missed() <= skipped(), "%s were missed, %s skipped", missed(), skipped());
        for (HonestClient client : clients) {
            findings.require(client.isLive() == server.isMember(client.name()), "%s: live %s, member %s", client.name(),
                    client.isLive(), server.isMember(client.name()));
        }
    }

    private boolean isSettled() {
        return !findings.isEmpty() || clients.stream().noneMatch(HonestClient::isWaiting) && missed() <= skipped();
    }

    /** How many messages the clients have not heard which they should have. */
    private int missed() {
        return clients.stream()
                .mapToInt(client -> client.isLive() && server.isMember(client.name()) ? client.view().missedUpToNow()
                        : client.view().missed())
                .sum();
    }

    private long skipped() {
        return server.chat().stats().traffic().drops(DropReason.PEER_BEHIND);
    }

    /** Nobody says anything: heartbeats, and nothing else. */
    private void silence() {
        long members = server.chat().peers().size();
        long before = net.datagramsSent();
        net.advance(QUIET);
        long during = net.datagramsSent() - before;
        // A PING of either side and the answer to it, each 18 to 22 s since one of them has sent something.
        long most = members * 4 * (QUIET.toSeconds() / 18 + 1);
        long least = members * 2 * (QUIET.toSeconds() / 22);
        findings.require(during <= most && during >= least, "%s datagrams of %s members in %s", during, members, QUIET);
    }

    private void end() {
        clients.forEach(HonestClient::leaves);
        net.advance(IDLE_TIMEOUT.plusSeconds(5));
        findings.require(server.chat().peers().isEmpty(), "still there: %s", server.chat().peers());
        findings.require(server.chat().stats().waiting() == 0, "somebody waits");
        requireNothingMoves("all have left");
        server.chat().close();
        findings.require(server.isClosed(), "the server did not hear onClosed");
        requireNothingMoves("the server has closed");
        findings.require(net.openEndpoints().isEmpty(), "open: %s", net.openEndpoints());
    }

    private void requireNothingMoves(String since) {
        long before = net.datagramsSent();
        net.advance(Duration.ofHours(1));
        findings.require(net.datagramsSent() == before, "%s datagrams after %s", net.datagramsSent() - before, since);
    }
}
