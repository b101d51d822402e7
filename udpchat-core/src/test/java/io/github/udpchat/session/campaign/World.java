package io.github.udpchat.session.campaign;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.udpchat.model.RoomId;
import io.github.udpchat.session.AmplificationLedger;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Everybody and everything in one run: the server, the clients, what is said, and the ledgers that watch the links. Owned by
 * one {@link CampaignRun}.
 */
final class World {

    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    /** So long a client tries to be a member again, and no longer than the second it waits before the next try. */
    static final Duration TRY = Duration.ofSeconds(30);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final Duration HEARTBEAT_AT_MOST = Duration.ofSeconds(22);
    private static final Duration PROGRESS_WITHIN = Duration.ofMillis(14_500);
    private static final Duration DELAYS = Duration.ofSeconds(5);

    /** Whoever hears nothing for so long may have ended the session. */
    static final Duration SILENCE = IDLE_TIMEOUT.minus(DELAYS);

    /** A part of the load is skipped where more than so many deliveries would come of it: that costs time and finds nothing. */
    private static final int MOST_DELIVERIES = 6_000;
    private static final int MOST_DELIVERIES_IN_ROOMS = 2_500;
    private static final int MOST_WHISPERS = 600;
    private static final int ANSWER_MILLIS = 200;

    private static final int LOOPBACK_NET = 127;
    private static final Duration STILL = Duration.ofDays(1);

    private final Scenario scenario;
    private final SimulatedNetwork net;
    private final Findings findings = new Findings();
    private final Homes homes = new Homes();
    private final Talk talk = new Talk(findings);
    private final Asides asides = new Asides(this);
    private final Chronicle chronicle;
    private final HonestServer server;
    private final List<HonestClient> clients = new ArrayList<>();
    private final SentLedger sent;
    private final ArrivalLedger arrived;
    private final AmplificationLedger amplification = new AmplificationLedger();
    private InstalledRule amplified;
    private @Nullable Duration healedAt;
    private long deliveries;
    private long deliveriesInRooms;
    private int whispers;
    private boolean crowded;

    /** When somebody who was muted could speak again; {@link #STILL} for whom that is not yet so. */
    private final Map<Integer, Duration> mutes = new HashMap<>();

    World(Scenario scenario, SimulatedNetwork net) {
        this.scenario = scenario;
        this.net = net;
        Scenario.Manners manners = scenario.manners();
        Impostor impostor = scenario.renewal().impostor() && !scenario.renewal().restarts().isEmpty()
                ? new Impostor(this)
                : null;
        this.chronicle = new Chronicle(findings, talk, net::now, !scenario.company().refusals().isEmpty());
        this.server = new HonestServer(this, Duration.ofMillis(manners.serverRestsMillis()), impostor);
        IntStream.range(0, scenario.clients()).forEach(i -> clients.add(new HonestClient(this, i, program(i))));
        this.sent = new SentLedger(server.address(), homes, findings);
        this.arrived = new ArrivalLedger(sent, homes);
        rule(amplification.sent());
        this.amplified = net.rule(beside(amplification.arrived()));
        rule(new HandshakeLedger(server));
        rule(new PathLedger(server.address(), findings));
        rule(new LivesLedger(this));
        rule(sent);
        net.rule(new KeysLedger(findings));
        if (impostor != null) {
            rule(impostor);
        }
    }

    private Program program(int client) {
        return new Program(net, Duration.ofMillis(client % 2 == 1 ? scenario.manners().restsMillis() : 0));
    }

    /** What is between the clients and the server is judged: not what others say in its place, or at a second server. */
    private void rule(LinkRule ledger) {
        net.rule(beside(ledger));
    }

    /** There are faults from here on: what arrives is what they leave of what is sent, copies included. */
    void hasFaults() {
        amplified.remove();
        amplified = net.rule(beside(amplification.arrived()));
    }

    LinkRule beside(LinkRule ledger) {
        return (transit, random) -> {
            boolean another = server.isDown() && transit.from().equals(server.address())
                    || Twin.isAt(transit.from()) || Twin.isAt(transit.to());
            return another ? new Verdict.Pass() : ledger.judge(transit, random);
        };
    }

    /** {@return another program for the same client, which may try to connect} */
    HonestClient successor(HonestClient before) {
        HonestClient next = new HonestClient(this, before.index(), program(before.index()));
        clients.add(next);
        return next;
    }

    /** {@return whether a program has begun after another one of the same client} */
    boolean isSuccessor(HonestClient client) {
        return clients.indexOf(client) >= scenario.clients();
    }

    Scenario scenario() {
        return scenario;
    }

    SimulatedNetwork net() {
        return net;
    }

    Findings findings() {
        return findings;
    }

    void check() {
        findings.throwIfAny("at " + net.now());
    }

    Talk talk() {
        return talk;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Asides asides() {
        return asides;
    }

    HonestServer server() {
        return server;
    }

    List<HonestClient> clients() {
        return clients;
    }

    /** {@return the latest program of a client} */
    HonestClient latest(int index) {
        return clients.stream().filter(one -> one.index() == index).reduce((one, next) -> next).orElseThrow();
    }

    Stream<HonestClient> live() {
        return clients.stream().filter(HonestClient::isLive);
    }

    /** {@return whose program sends from an address, or from another since it has moved} */
    Optional<HonestClient> clientAt(InetSocketAddress address) {
        return clients.stream().filter(client -> homes.of(address).equals(client.program().home())).findFirst();
    }

    /** {@return whether another program had a client's name at the server until lately} */
    boolean isNameTaken(HonestClient wanted) {
        return clients.stream().anyMatch(one -> one != wanted && one.index() == wanted.index()
                && (server.isMember(one) || one.isDead() && server.hadLately(one)));
    }

    SentLedger sent() {
        return sent;
    }

    Homes homes() {
        return homes;
    }

    ArrivalLedger arrived() {
        return arrived;
    }

    /** {@return an address of a host that nobody else has} */
    static InetAddress host(int number, int client) {
        try {
            return InetAddress.getByAddress(new byte[] {LOOPBACK_NET, 0, (byte) number, (byte) (client + 1)});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the address of a host of somebody who does not keep to the protocol} */
    static InetAddress hostile(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {HostilePeer.NET, 0, 0, (byte) (number + 1)});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return whether a text of that length may still be said; counts as said} */
    boolean maySay(int length) {
        deliveries += clients.size() * (1 + length / 2_000);
        return deliveries < MOST_DELIVERIES;
    }

    /** {@return whether a text of that length may still be said in a room beside the lobby; counts as said} */
    boolean maySayInRooms(int length) {
        deliveriesInRooms += clients.size() * (1 + length / 2_000);
        return deliveriesInRooms < MOST_DELIVERIES_IN_ROOMS;
    }

    /** {@return whether a text of that length may still be said to one person; counts as said} */
    boolean mayWhisper(int length) {
        whispers += 1 + length / 2_000;
        return whispers < MOST_WHISPERS;
    }

    /** A client is muted from here on, or is not any more. */
    void isMuted(int client, boolean muted) {
        mutes.put(client, muted ? STILL : net.now());
    }

    /** {@return whether a client was muted at some time since then} */
    boolean wasMuted(int client, Duration since) {
        return mutes.getOrDefault(client, Duration.ofNanos(-1)).compareTo(since) >= 0;
    }

    /** There are no faults from here on, and nobody is to say anything by itself any more. */
    void heals() {
        deliveries = MOST_DELIVERIES;
        deliveriesInRooms = MOST_DELIVERIES_IN_ROOMS;
        whispers = MOST_WHISPERS;
        healedAt = net.now();
    }

    /** {@return whether a try to be a member may fail that is over now} */
    boolean mayTriesFail() {
        return healedAt == null || net.now().minus(healedAt).compareTo(TRY.plus(late())) <= 0
                || server.wasDown(net.now().minus(TRY).minus(late()));
    }

    /** {@return all rooms in which somebody may be} */
    Stream<RoomId> rooms() {
        return Stream.concat(Stream.of(RoomId.LOBBY),
                IntStream.range(0, scenario.model().rooms()).mapToObj(Visits::id));
    }

    /** {@return whether there may be too many to be listed} */
    boolean isCrowded() {
        return crowded;
    }

    /** More come than may be listed. */
    void isCrowded(boolean comes) {
        crowded = comes;
    }

    int mostMembers() {
        return clients.size() + scenario.hostile().size() + scenario.company().crowd();
    }

    /** The longest time between something and the listener's hearing of it. */
    Duration late() {
        return Duration.ofMillis(Math.max(scenario.manners().restsMillis(), scenario.manners().serverRestsMillis()));
    }

    /**
     * Whether it is right that nothing was heard on a path for the idle timeout: nothing authentic got through, although
     * something was sent, or the sender did not run; or the recipient did not run, and had no room for what came.
     */
    boolean isSilenceExplained(InetSocketAddress from, Program sender, InetSocketAddress to, Program recipient) {
        Duration longest = IDLE_TIMEOUT.plus(DELAYS).plus(late()).plus(recipient.allAway());
        if (server.wasDown(net.now().minus(longest))
                || recipient.hasLost(address -> homes.of(address).equals(homes.of(from)), net.now().minus(longest))) {
            return true;
        }
        boolean nothingCame = arrived.wasSilent(from, to, net.now().minus(late()).minus(DELAYS), net.now());
        Duration quiet = net.now().minus(sent.lastSent(from, to)).minus(late());
        return nothingCame && (quiet.compareTo(HEARTBEAT_AT_MOST) <= 0
                || sender.wasAway(DELAYS, IDLE_TIMEOUT.plus(late())));
    }

    /** {@return whether a client's listener is so slow that it may be taken for slow again and again} */
    boolean mayBeSlow(HonestClient client) {
        return client.program().listenerRests().compareTo(PROGRESS_WITHIN) > 0;
    }

    /**
     * Whether it is right that a client was taken for slow: for long nothing got through to it, or no answer from it, or it did
     * not run, or its listener is slow.
     */
    boolean isSlownessExplained(InetSocketAddress client, Program program) {
        Duration most = Duration.ofMillis(ANSWER_MILLIS + scenario.links().jitterMillis());
        return program.listenerRests().compareTo(PROGRESS_WITHIN) > 0
                || program.wasAway(DELAYS, IDLE_TIMEOUT)
                || !arrived.isAcknowledged(server.address(), client, net.now().minus(PROGRESS_WITHIN), net.now(), most);
    }
}
