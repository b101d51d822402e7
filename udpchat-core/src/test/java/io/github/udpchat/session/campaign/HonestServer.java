package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.contract.InMemoryHistory;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** The server of a run over all of its lives: one address, one identity. Owned by one {@link World}. */
final class HonestServer {

    static final Identity IDENTITY = Identity.of(new byte[Identity.SECRET_BYTES]);
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", ChatServer.DEFAULT_PORT);

    private final World world;
    private final Duration listenerRests;
    private final @Nullable Impostor impostor;
    private final Map<String, LeaveReason> left = new HashMap<>();
    private final Map<HonestClient, Integer> leavings = new HashMap<>();
    private final Map<HonestClient, Duration> leftAt = new HashMap<>();
    private final Set<HonestClient> removed = new HashSet<>();
    private final InMemoryHistory store = new InMemoryHistory();
    private final List<Attendances> attendances = new ArrayList<>();
    private ServerLife life;
    private int lives;
    private boolean down;
    private boolean closing;
    private int closings;
    private boolean refuses;
    private Duration lastRefused = Duration.ofNanos(-1);
    private Duration lastUp = Duration.ZERO;
    private Duration awayBefore = Duration.ZERO;
    private long skippedBefore;
    private List<Payload> saidBefore = List.of();

    /**
     * A server that has begun.
     *
     * @param impostor sends in its place while it is down, or null
     */
    HonestServer(World world, Duration listenerRests, @Nullable Impostor impostor) {
        this.world = world;
        this.listenerRests = listenerRests;
        this.impostor = impostor;
        this.life = begins();
    }

    private ServerLife begins() {
        lives++;
        storeWorks();
        world.talk().lifeBegins();
        world.chronicle().isRestored(store.kept());
        ServerLife begun = new ServerLife(world, this, new Program(world.net(), listenerRests), ADDRESS, IDENTITY,
                world.scenario().model().stored() ? store.open() : null);
        attendances.add(begun.attendances());
        return begun;
    }

    ChatServer chat() {
        return life.chat();
    }

    Program program() {
        return life.program();
    }

    InetSocketAddress address() {
        return ADDRESS;
    }

    // ---- its ends and beginnings

    /** {@return which life it is, the first is 1} */
    int lives() {
        return lives;
    }

    boolean isDown() {
        return down;
    }

    /** {@return whether it is down, or was at some time since then} */
    boolean wasDown(Duration since) {
        return down || lives > 1 && lastUp.compareTo(since) > 0;
    }

    /** {@return how often its application has closed it} */
    int closings() {
        return closings;
    }

    /** {@return whether its application has closed it} */
    boolean isClosing() {
        return closing;
    }

    /** {@return whether it may end now: so that whatever it has relayed was heard by its listener too} */
    boolean mayEnd() {
        return !down && !life.program().isStopped() && life.hasHeardAll();
    }

    /** Ends: in a crash without a word, and its listener hears nothing any more. */
    void ends(boolean crash) {
        skippedBefore = skipped();
        awayBefore = allAway();
        if (crash) {
            life.crashes();
            store.abandon();
        } else {
            closing = true;
            closings++;
            life.chat().close();
        }
        down = true;
        if (impostor != null) {
            saidBefore = impostor.heardFromClients();
            impostor.takesTheServersPlace();
        }
    }

    /** {@return whether nothing of its life before goes on} */
    boolean mayBegin() {
        return life.program().isDead() || life.isClosed();
    }

    /** Begins anew. */
    void beginsAgain() {
        if (impostor != null) {
            impostor.givesTheServersPlaceBack();
        }
        down = false;
        closing = false;
        lastUp = world.net().now();
        life = begins();
        if (impostor != null) {
            impostor.repeats(saidBefore);
        }
    }

    /** Closes for good. */
    void closes() {
        closing = true;
        chat().close();
    }

    // ---- what its application does

    /** {@return whether its application can do anything now} */
    boolean mayAct() {
        return !down && !closing && !program().isStopped();
    }

    Discipline discipline() {
        return life.discipline();
    }

    /** {@return a client's latest session, if it is a member} */
    Optional<Peer> peer(HonestClient client) {
        return life.peer(client);
    }

    /** Bans the key of a client, which removes it. */
    void bans(Peer peer) {
        world.clients().stream().filter(one -> one.name().equals(peer.name()) && life.isMember(one))
                .forEach(removed::add);
        life.discipline().bans(peer);
    }

    /** Its store refuses what it is given from here on. */
    void storeRefuses() {
        store.fail("because the campaign says so");
        refuses = true;
        lastRefused = world.net().now();
    }

    /** Its store takes what it is given again. */
    void storeWorks() {
        store.work();
        lastRefused = refuses ? world.net().now() : lastRefused;
        refuses = false;
    }

    /** {@return whether its store refused something perhaps since then} */
    boolean mayHaveRefused(Duration since) {
        return refuses || lastRefused.compareTo(since) >= 0;
    }

    // ---- who is there

    /** {@return who was where in one of its lives} */
    Attendances attendances(int ofLife) {
        return attendances.get(ofLife - 1);
    }

    /** {@return since when a client's latest session is in a room} */
    Optional<Duration> enteredAt(HonestClient client, RoomId room) {
        return down ? Optional.empty() : peer(client).flatMap(peer -> life.attendances().since(peer.id(), room));
    }

    /** {@return whether its listener hears of everything when it happens} */
    boolean hearsAtOnce() {
        return listenerRests.isZero() && !program().isStopped();
    }

    /** Who is there as it shows it is who must be there. */
    void checkPresence() {
        if (!down && !closing) {
            life.checkPresence();
        }
    }

    boolean isMember(HonestClient client) {
        return !down && hasSessionOf(client);
    }

    /** {@return whether it has a session of a client as its listener knows, or had when it went down} */
    boolean hasSessionOf(HonestClient client) {
        return life.isMember(client);
    }

    /** {@return whether it has a client in just those rooms in which the client is} */
    boolean isWhereItIs(HonestClient client) {
        return life.isWhereItIs(client);
    }

    boolean isMember(String name) {
        return !down && life.isMember(name);
    }

    void hasLeft(String name, @Nullable HonestClient client, LeaveReason why) {
        left.put(name, why);
        if (client != null) {
            leavings.merge(client, 1, Integer::sum);
            leftAt.put(client, world.net().now());
        }
    }

    /** {@return whether a client left so lately that somebody could have been told that it is there} */
    boolean hadLately(HonestClient client) {
        Duration since = leftAt.get(client);
        return since != null && world.net().now().minus(since).compareTo(World.TRY.plus(world.late())) <= 0;
    }

    /** {@return how many sessions of a client have ended, those not counted that ended with the server} */
    int leavings(HonestClient client) {
        return leavings.getOrDefault(client, 0);
    }

    /** {@return why somebody has left, or null} */
    @Nullable
    LeaveReason whyLeft(String name) {
        return left.get(name);
    }

    boolean hasBrokenProtocol(String name) {
        return left.get(name) instanceof LeaveReason.BrokeProtocol;
    }

    boolean hasRemoved(HonestClient client) {
        return removed.contains(client);
    }

    /** Removes a client, if it is a member; returns whether it was one. */
    boolean removes(HonestClient client) {
        if (down || program().isStopped() || !life.isMember(client)) {
            return false;
        }
        removed.add(client);
        return life.removes(client);
    }

    // ---- what it has heard, and done

    boolean isClosed() {
        return life.isClosed();
    }

    /** Everybody has left, and everything is too old to be remembered: nothing is kept but what was decided against somebody. */
    void checkNothingIsKept() {
        life.checkNothingIsKept();
        world.findings().require(store.kept().isEmpty(), "%s messages are stored", store.kept().size());
    }

    boolean hasHeardAll() {
        return down || life.hasHeardAll();
    }

    void checkBacklog() {
        if (!down) {
            life.checkBacklog();
        }
    }

    /** {@return how many deliveries were left out because somebody was behind} */
    long skipped() {
        return skippedBefore + (down ? 0 : life.chat().stats().traffic().drops(DropReason.PEER_BEHIND));
    }

    /** {@return how long it was stopped in all, at most} */
    Duration allAway() {
        return down ? awayBefore : awayBefore.plus(program().allAway());
    }
}
