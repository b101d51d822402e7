package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario: faults and load, then healing, then everything that was accepted must be delivered or reported, then
 * silence, then everybody leaves and nothing may move any more. Owns the network and everybody on it.
 */
final class CampaignRun {

    private static final Duration HEALING = Duration.ofSeconds(60);
    private static final Duration HOSTILE_AFTER_HEALING = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofSeconds(100);
    /** What is remembered of anything is forgotten after that. */
    private static final Duration LONGEST_MEMORY = Duration.ofHours(1).plusSeconds(5);
    private static final Duration SOON = Duration.ofMillis(1_500);
    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * So long after the faults are over every client is a member again: what is under way when they end fails after 30 s, a
     * session by silence or a try by its time; up to 30 s later the next try begins, and that one has no faults.
     */
    private static final Duration RETURN = World.TRY.plus(World.LONGEST_PAUSE).plusSeconds(5);

    private static final int TWIN_TALKS_ONE_IN = 20;
    private static final Duration TWIN_LINGERS = Duration.ofSeconds(5);
    private static final int FEWEST_TO_LEAVE = 2;
    private static final int TICKS_BETWEEN_LOOKS = 4;

    private final Scenario scenario;
    private final SplittableRandom random;
    private final SimulatedNetwork net;
    private final World world;
    private final Agenda agenda;
    private final Faults faults;
    private final Upheavals upheavals;
    private final Measures measures;
    private final RoomLoad rooms;
    private final AsideLoad asides;
    private final Settling settling;
    private final @Nullable Twin twin;
    private final List<HostilePeer> hostile = new ArrayList<>();
    private int ticks;

    /** What a run came to. */
    record Outcome(Duration time, long datagrams, long messages, long ended, long restarts, long losses,
            long successors,
            String trace) {}

    private CampaignRun(Scenario scenario, SimulatedNetwork net) {
        this.scenario = scenario;
        this.random = new SplittableRandom(scenario.seed() + 77);
        this.net = net;
        this.agenda = new Agenda(net);
        this.world = new World(scenario, net);
        Eavesdropper ears = new Eavesdropper(world.server().address());
        net.rule(ears);
        if (!scenario.hardStart()) {
            world.clients().forEach(HonestClient::connect);
        }
        this.twin = scenario.renewal().twin() ? twin() : null;
        this.faults = new Faults(net, scenario.links(), world.beside(world.arrived()));
        world.hasFaults();
        if (scenario.hardStart()) {
            world.clients().forEach(HonestClient::connect);
        }
        for (HostilePeer.Kind kind : scenario.hostile()) {
            hostile.add(new HostilePeer(world, kind, hostile.size(), ears));
        }
        this.upheavals = new Upheavals(world, agenda, hostile);
        this.measures = new Measures(world, agenda, upheavals);
        this.rooms = new RoomLoad(world);
        this.asides = new AsideLoad(world);
        this.settling = new Settling(world);
    }

    private Twin twin() {
        try {
            return new Twin(world);
        } catch (ConnectFailedException failed) {
            throw new AssertionError("the twin's client could not connect", failed);
        }
    }

    /** Plays it; fails if anything happens that must not. */
    static Outcome of(Scenario scenario) {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(scenario.seed())) {
            CampaignRun run = new CampaignRun(scenario, net);
            run.world.check();
            run.badTimes();
            run.healing();
            run.world.check();
            run.goodTimes();
            run.silence();
            run.world.check();
            Duration time = net.now();
            long ended = run.world.clients().stream().filter(HonestClient::hasEnded).count();
            run.end();
            run.world.check();
            long losses = run.world.clients().stream().mapToLong(HonestClient::losses).sum();
            return new Outcome(time, net.datagramsSent(), run.world.talk().size(), ended,
                    run.world.server().lives() - 1,
                    losses, run.world.clients().size() - scenario.clients(), net.traceDigest());
        }
    }

    // ---- bad times

    private void badTimes() {
        scenario.outages().forEach(outage -> agenda.after(outage.from(), () -> begins(outage)));
        scenario.pauses().forEach(pause -> agenda.after(pause.from(), () -> stopped(pause)));
        scenario.moves().forEach(move -> agenda.after(move.from(), () -> moves(move)));
        if (scenario.manners().leaving() && scenario.clients() > FEWEST_TO_LEAVE) {
            agenda.after(scenario.length().dividedBy(2), () -> leaves(world.clients().get(scenario.clients() - 1)));
            agenda.after(scenario.length().dividedBy(3), () -> isRemoved(world.clients().get(1)));
        }
        upheavals.plan();
        measures.plan();
        agenda.after(Duration.ZERO, this::load);
        agenda.after(Duration.ZERO, this::hostilesAct);
        agenda.playFor(scenario.length());
        agenda.clear();
    }

    private void begins(Scenario.Outage outage) {
        HonestClient hit = world.clients().get(outage.client());
        if (hit.isLive()) {
            InetSocketAddress address = hit.client().localAddress();
            faults.cut(address, outage.cut());
            agenda.after(outage.length(), () -> faults.join(address));
        }
    }

    private void stopped(Scenario.Pause pause) {
        boolean server = pause.client() == Scenario.Pause.SERVER;
        if (server) {
            // What its application has done at this moment its listener hears before, for that dates who goes.
            net.advance(Duration.ZERO);
        }
        (server ? world.server().program() : world.clients().get(pause.client()).program()).stop(pause.length());
    }

    private void moves(Scenario.Move move) {
        HonestClient moving = world.clients().get(move.client());
        if (moving.isLive()) {
            moving.moves(move.sameHost());
        }
    }

    private void leaves(HonestClient client) {
        if (client.program().isStopped()) {
            agenda.after(Duration.ofSeconds(1), () -> leaves(client));
        } else {
            client.leaves();
        }
    }

    private void isRemoved(HonestClient client) {
        if (client.isLive()) {
            Farewell farewell = new Farewell(world, client);
            agenda.after(Farewell.LENGTH, farewell::check);
        }
    }

    private void hostilesAct() {
        hostile.forEach(HostilePeer::acts);
        agenda.after(Duration.ofMillis(150 + random.nextInt(300)), this::hostilesAct);
    }

    private void load() {
        world.check();
        world.server().checkBacklog();
        // The server's listener is to hear of what was done at this moment.
        net.advance(Duration.ZERO);
        if (ticks++ % TICKS_BETWEEN_LOOKS == 0) {
            world.server().checkPresence();
        }
        if (twin != null && random.nextInt(TWIN_TALKS_ONE_IN) == 0) {
            twin.talks();
        }
        switch (scenario.load()) {
            case SILENT -> sayIf(0.001, 1, 200);
            case STEADY -> sayIf(0.15, 1, random.nextInt(40) == 0 ? 20_000 : 400);
            case BURSTY -> sayIf(0.002, 400, 120);
            case BULK -> sayIf(0.004, 12, 60_000);
        }
        rooms.acts();
        asides.acts();
        agenda.after(Duration.ofMillis(100 + random.nextInt(100)), this::load);
    }

    private void sayIf(double probability, int most, int length) {
        for (HonestClient client : world.clients()) {
            if (client.isLive() && random.nextDouble() < probability) {
                for (int left = 1 + random.nextInt(most); left > 0 && world.maySay(length); left--) {
                    client.says(random.nextInt(length));
                }
            }
        }
    }

    // ---- good times

    private void healing() {
        world.heals();
        faults.heal();
        world.server().storeWorks();
        upheavals.over();
        Duration late = world.late().multipliedBy(6);
        Duration back = net.now().plus(RETURN).plus(late);
        agenda.after(Duration.ZERO, this::hostilesAct);
        agenda.playFor(HOSTILE_AFTER_HEALING);
        agenda.clear();
        hostile.forEach(HostilePeer::stops);
        waitUntil(back, () -> world.clients().stream().allMatch(HonestClient::isBack));
        world.findings().require(world.clients().stream().allMatch(one -> one.isBack() || world.mayBeSlow(one)),
                "not back %s after healing: %s", RETURN,
                world.clients().stream().filter(one -> !one.isBack()).map(HonestClient::name).toList());
        waitUntil(net.now().plus(HEALING).plus(late), settling::isOver);
        settling.requireOver(HEALING);
        // A copy that comes late may be the first that a server hears of a client which has gone, having been stopped before.
        Duration replays = scenario.links().replay() > 0 ? Faults.LONGEST_REPLAY : Duration.ZERO;
        net.advance(World.IDLE_TIMEOUT.plus(Attendances.GRACE).plus(world.late()).plus(replays).plusSeconds(5));
        settling.check();
        if (twin != null) {
            twin.ends();
            net.advance(TWIN_LINGERS);
        }
    }

    private void waitUntil(Duration end, BooleanSupplier condition) {
        while (world.findings().isEmpty() && !condition.getAsBoolean() && net.now().compareTo(end) < 0) {
            net.advance(POLL);
        }
    }

    /**
     * On good links everybody hears everybody soon: what they have learnt of the bad ones, small windows and long round trips, holds
     * them up for a moment.
     */
    private void goodTimes() {
        int before = settling.missed();
        scenario.moves().stream().limit(1).forEach(this::movesAndSpeaks);
        world.live().forEach(client -> {
            client.says(100);
            client.visits().rooms().forEach(room -> client.says(room, 100));
            asides.whispersToAnother(client, 100);
        });
        Optional<Asides.Typing> typing = world.asides().someoneTypes();
        net.advance(SOON.plus(world.late().multipliedBy(2)));
        typing.ifPresent(world.asides()::checkIsSeen);
        int missed = settling.missed();
        world.findings().require(missed == before, "%s were not heard soon", missed - before);
        world.findings().require(world.live().noneMatch(HonestClient::isWaiting), "an outcome is not told at once");
        new Muting(world, asides).check();
        net.advance(Duration.ofSeconds(5));
        if (scenario.company().crowd() > 0) {
            new Crowd(world, settling).comesAndGoes();
        }
    }

    /** Whoever has moved and speaks is found where it is now. */
    private void movesAndSpeaks(Scenario.Move move) {
        world.live().limit(1).peek(client -> client.moves(move.sameHost())).forEach(client -> client.says(100));
        net.advance(SOON.plus(world.late().multipliedBy(2)));
    }

    /** Nobody says anything: heartbeats, and nothing else. */
    private void silence() {
        long members = world.server().chat().peers().size();
        long before = net.datagramsSent();
        net.advance(QUIET);
        long during = net.datagramsSent() - before;
        // A PING of each side, and its ACK, each 18 to 22 s; one ACK goes with the other side's PING where they meet.
        long most = members * 4 * (QUIET.toSeconds() / 18 + 1);
        long least = members * 3 * (QUIET.toSeconds() / 22);
        world.findings().require(during <= most && during >= least, "%s datagrams of %s members in %s", during, members,
                QUIET);
    }

    // ---- the end

    private void end() {
        world.clients().forEach(HonestClient::leaves);
        net.advance(Duration.ofSeconds(1).plus(world.late()));
        world.findings().require(world.clients().stream().noneMatch(world.server()::isMember),
                "the server did not hear that all leave");
        net.advance(World.IDLE_TIMEOUT.plus(world.late()).plusSeconds(5));
        world.clients().forEach(HonestClient::checkClosed);
        world.findings().require(world.server().chat().peers().isEmpty(), "still there: %s",
                world.server().chat().peers());
        world.findings().require(world.server().chat().stats().waiting() == 0, "somebody waits");
        requireNothingMoves("all have left");
        world.server().checkNothingIsKept();
        world.server().closes();
        net.advance(world.late());
        world.findings().require(world.server().isClosed(), "the server did not hear onClosed");
        requireNothingMoves("the server has closed");
        world.findings().require(net.openEndpoints().isEmpty(), "open: %s", net.openEndpoints());
    }

    private void requireNothingMoves(String since) {
        long before = net.datagramsSent();
        net.advance(LONGEST_MEMORY);
        world.findings().require(net.datagramsSent() == before, "%s datagrams after %s", net.datagramsSent() - before,
                since);
    }
}
