package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Moving;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.ResetPacket;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the session protocol: PROTOCOL.md, section 2. Owns the sessions by their numbers, and the deadlines of
 * all of them; the {@link Doorway} makes new ones.
 */
public final class SessionServer implements Doorway.Opening {

    private static final int RESETS_PER_SECOND = 1_000;
    private static final int RESETS_BURST = 100;

    private final Hub hub;
    private final ServerSettings settings;
    private final Entropy entropy;
    private final Doorway doorway;
    private final Places places;
    private final Aead aead = new Aead();
    private final Scratch scratch = new Scratch();
    private final Holdings holdings;
    private final Names names = new Names();
    private final Map<Long, ServerSession> sessions = new LinkedHashMap<>();
    private final DeadlineQueue<ServerSession> deadlines = new DeadlineQueue<>();
    private final Instances instances = new Instances();
    private final Sites sites;
    private final Budget resets = new Budget(RESETS_PER_SECOND, RESETS_BURST);

    /** Those who were given something by the datagram that is being read. */
    private final Queue<ServerSession> toFlush = new ArrayDeque<>();
    private boolean reading;
    private Optional<Moving> successor = Optional.empty();
    private long serials;

    /** A server without sessions that brings its members to the hub. */
    public SessionServer(Hub hub, ServerSettings settings, AddressKeys keys, Entropy entropy) {
        this.hub = hub;
        this.settings = settings;
        this.entropy = entropy;
        this.holdings = new Holdings(settings.mostHeldBytes());
        this.places = new Places(keys);
        this.sites = new Sites(settings.rates(), keys);
        this.doorway = new Doorway(settings, keys, places, sites, entropy, this);
    }

    /** Reads a datagram of this protocol, told by its first byte: section 2.4. */
    public void onDatagram(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        PacketType type = PacketType.of(datagram);
        switch (type) {
            case HELLO -> doorway.onHello(now, from, datagram, out);
            case INIT -> doorway.onInit(now, from, datagram, out);
            case DATA -> onData(now, from, datagram, out);
            case RETRY, ACCEPT, RESET, VERSION, NONE -> out.dropped(type.unexpected(datagram));
        }
    }

    /**
     * Reads DATA: section 2.6.
     * <ol>
     * <li>Length, flags or number are wrong: {@code MALFORMED}.
     * <li>The session is not known: {@code UNKNOWN_SESSION}, and RESET if the budget allows.
     * <li>The session reads on.
     * </ol>
     */
    private void onData(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        if (!DataPacket.isWellFormed(datagram)) {
            out.dropped(DropReason.MALFORMED);
            return;
        }
        long id = DataPacket.sessionId(datagram);
        ServerSession session = sessions.get(id);
        if (session == null) {
            out.dropped(DropReason.UNKNOWN_SESSION);
            if (settings.resets() && resets.take(now)) {
                out.send(from, new ResetPacket(id, settings.identity().resetToken(id)).write());
            }
            return;
        }
        reading = true;
        try {
            DropReason refusal = session.onData(now, from, datagram, out);
            if (refusal != null) {
                out.dropped(refusal);
            }
            schedule(session);
        } finally {
            reading = false;
            flushAll(now, out);
        }
    }

    private void flushAll(long now, Outbox out) {
        for (ServerSession next = toFlush.poll(); next != null; next = toFlush.poll()) {
            next.flush(now, out);
        }
    }

    /**
     * Sends what a session has been given. While a datagram is read, that waits until all of it is: it may carry dozens of
     * messages, and each session's sending and deadline are then seen to once for all of them. Returns whether it waits.
     */
    boolean flushSoon(long now, ServerSession session, Outbox out) {
        if (reading) {
            toFlush.add(session);
        } else {
            session.flush(now, out);
        }
        return reading;
    }

    // ---- sessions come and go

    @Override
    public long newSessionId() {
        long id = entropy.nextLong();
        while (id == 0 || sessions.containsKey(id)) {
            id = entropy.nextLong();
        }
        return id;
    }

    /** {@return a number that is above that of all sessions made before} */
    long nextSerial() {
        return ++serials;
    }

    @Override
    public void halfOpen(long now, Doorway.HalfOpen made) {
        LinkKeys keys = new LinkKeys(
                false,
                made.sessionId(),
                new TrafficSecret(made.keys().responderToInitiator()),
                new TrafficSecret(made.keys().initiatorToResponder()),
                settings.limits(),
                made.clientLimits(),
                aead,
                entropy);
        ServerSession session = new ServerSession(now, this, made, keys, scratch, holdings);
        sessions.put(session.id(), session);
        schedule(session);
    }

    /** The client has proved that it has its key: its INIT means nothing any more. */
    void opened(Doorway.HalfOpen origin) {
        doorway.settled(origin.initHash());
    }

    /** The session has ended before its client was a member. */
    void turnedAway(long now, Doorway.HalfOpen origin, boolean neverHeard, String why, Outbox out) {
        if (neverHeard) {
            opened(origin);
        }
        out.trace(origin.ended(now, Optional.of(why)));
    }

    /** The session is admitted, or over: its place is free. */
    void free(Doorway.HalfOpen origin) {
        places.free(origin.place());
    }

    /** A session's deadline may have moved, or the session may be over. */
    void schedule(ServerSession session) {
        deadlines.set(session, session.nextDeadline());
        if (session.link().isOver()) {
            sessions.remove(session.id());
            session.freePlace();
        }
    }

    Hub hub() {
        return hub;
    }

    Names names() {
        return names;
    }

    Instances instances() {
        return instances;
    }

    Sites sites() {
        return sites;
    }

    // ---- time and the end

    /** {@return the next time at which {@link #onTimer} has something to do} */
    public long nextDeadline() {
        return Math.min(Math.min(deadlines.earliest(), sites.nextDeadline()),
                Math.min(places.nextDeadline(), instances.nextDeadline()));
    }

    /** Does what is due in any session. */
    public void onTimer(long now, Outbox out) {
        places.onTimer(now);
        instances.onTimer(now);
        sites.onTimer(now);
        while (deadlines.earliest() <= now) {
            ServerSession due = deadlines.first();
            due.onTimer(now, out);
            if (!due.link().isOver() && due.nextDeadline() <= now) {
                // A bug in udpchat. It must not turn the timer into an endless loop, nor cost the other sessions anything.
                out.dropped(DropReason.INTERNAL_ERROR);
                due.giveUp(now, out);
            }
            schedule(due);
        }
    }

    /** The server is about to close, and another one takes its place: tells the members, and whoever is refused for that. */
    public void moving(long now, InetSocketAddress to, Outbox out) {
        Moving told = new Moving(to);
        successor = Optional.of(told);
        List.copyOf(sessions.values()).forEach(session -> session.moving(now, told, out));
    }

    Optional<Moving> successor() {
        return successor;
    }

    /** The server closes: tells all sessions so. The hub has told the application. */
    public void onClose(long now, Outbox out) {
        sessions.values().forEach(session -> session.closeAtOnce(now, out));
        sessions.clear();
    }

    /** {@return whether everything that was said to members has arrived} */
    public boolean isQuiet() {
        return sessions.values().stream().allMatch(session -> session.link().channels().outgoing().isEmpty());
    }

    /** {@return the round-trip times of the open sessions that have had a sample, in no order} */
    public long[] roundTripsNanos() {
        return sessions.values().stream().map(session -> session.link().roundTripNanos())
                .flatMapToLong(OptionalLong::stream).toArray();
    }

    /** {@return how many sessions there are, half-open and closing ones included} */
    public int sessionCount() {
        return sessions.size();
    }

    /** {@return how many places are taken by sessions that nobody has admitted yet} */
    int strangers() {
        return places.taken();
    }

    /** {@return how many client instances are remembered} */
    int instanceCount() {
        return instances.size();
    }

    /** {@return of how many sites is remembered what their members have said} */
    int siteCount() {
        return sites.size();
    }

    /** {@return how many names are taken} */
    int nameCount() {
        return names.size();
    }

    /** {@return how many bytes of messages the sessions hold} */
    long heldBytes() {
        return holdings.bytes();
    }

    @Nullable
    ServerSession session(long id) {
        return sessions.get(id);
    }
}
