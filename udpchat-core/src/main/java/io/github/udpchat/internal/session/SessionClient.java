package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.ClientMachine;
import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.RoomEntry;
import io.github.udpchat.internal.machine.RoomNews;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.model.ClientStats;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.model.TrafficStats;
import org.jspecify.annotations.Nullable;

/**
 * A client on the session protocol, over all its sessions: PROTOCOL.md, section 2.13. Owns the present {@link ClientSession},
 * makes another one when it has ended, and keeps all messages that have no outcome yet.
 *
 * <pre>
 *      .------------its time---------------.
 *      v                                   |
 *   CONNECTING --session lost, 30 s--> WAITING
 *      |                                   ^
 *      '--WELCOME--> MEMBER --session lost-'
 *
 *   all of them --an end that is final, given up, closed--> ENDED
 * </pre>
 */
public final class SessionClient implements ClientMachine, ClientSession.Owner {

    /** So long a try to be a member again may last. The first one has the connect timeout. */
    static final Duration TRY = Duration.ofSeconds(30);

    /**
     * So many bytes of messages the application may have and not have taken, of all sessions together: four times what one session
     * may bring. Nothing more is received then; the server says it again.
     */
    private static final long MOST_HELD_BYTES = 1024 * 1024;

    private final ClientSettings settings;
    private final CompletableFuture<ConnectionState> connected;
    private final PendingSends sends = new PendingSends();
    private final ClientRooms rooms;
    private final ClientSession.Lasting lasting;
    private final Retries retries;
    private final Attempts attempts = new Attempts();
    private final Whereabouts whereabouts;
    private State state = State.CONNECTING;
    private ClientSession session;
    private List<IdentityKey> trusted;
    private @Nullable IdentityKey proved;

    /** Whether a server ever let the client in. */
    private boolean welcomed;

    /** When the try that is under way fails, and when the next one begins. */
    private long tryUntil = NEVER;
    private long nextTry = NEVER;

    /** When the client gives up. */
    private long until = NEVER;

    /** Of the server that is tried; null where that is another one than before. */
    private @Nullable DisconnectReason latestLoss;
    private long sent;

    private enum State {
        CONNECTING, MEMBER, WAITING, ENDED
    }

    /** A client that becomes a member after {@link #onStart}; the future is completed when it is one, or never will be. */
    public SessionClient(ClientSettings settings, Entropy entropy, CompletableFuture<ConnectionState> connected) {
        this.settings = settings;
        this.connected = connected;
        this.whereabouts = new Whereabouts(settings.server());
        this.rooms = new ClientRooms(sends, settings.recall());
        this.lasting = new ClientSession.Lasting(
                settings, entropy.nextLong(), whereabouts, sends, rooms, entropy, new Aead(), new Scratch(),
                new Holdings(MOST_HELD_BYTES));
        this.retries = new Retries(settings.reconnect(), entropy);
        this.trusted = settings.trusted();
        this.session = new ClientSession(lasting, trusted, this);
    }

    @Override
    public void onStart(long now, Outbox out) {
        until = now + settings.connectTimeout().toNanos();
        attempts.begun(now, session.server());
        session.begin(now, out);
    }

    // ---- what comes

    /**
     * Reads a datagram.
     * <ol>
     * <li>Not from the server: {@code NOT_FROM_SERVER}.
     * <li>Empty: {@code EMPTY}. Not of this protocol: {@code UNEXPECTED}.
     * <li>The session reads on.
     * </ol>
     */
    @Override
    public void onDatagram(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        if (!from.equals(session.server())) {
            out.dropped(DropReason.NOT_FROM_SERVER);
        } else if (!PacketType.isSession(datagram)) {
            out.dropped(datagram.hasRemaining() ? DropReason.UNEXPECTED : DropReason.EMPTY);
        } else {
            session.onDatagram(now, datagram, out);
        }
    }

    @Override
    public void onProved(IdentityKey serverKey) {
        proved = serverKey;
        trusted = settings.firstUse() ? List.of(serverKey) : trusted;
    }

    @Override
    public void onWelcome(long now, ClientHandshake.Established made, ControlMessage.Welcome welcome, Outbox out) {
        attempts.succeeded(now, made.accepted().sessionId(), out);
        state = State.MEMBER;
        until = NEVER;
        tryUntil = NEVER;
        retries.succeeded();
        welcomed = true;
        sends.sessionBegins(made.accepted().bootId(), welcome.known(), out);
        ConnectionState open = new ConnectionState.Connected(made.serverKey(), welcome.name());
        out.event(new ClientEvent.ConnectionChanged(open));
        out.complete(new Reply<>(connected, open));
    }

    @Override
    public Presence presence(RoomId room) {
        return rooms.find(room).map(place -> place.presence().presence(state == State.MEMBER)).orElse(Presence.UNKNOWN);
    }

    @Override
    public List<RoomNews> takePresence() {
        return rooms.presence().take();
    }

    @Override
    public void onEnd(long now, DisconnectReason why, Outbox out) {
        if (state != State.ENDED) {
            lost(now, why, out);
        }
    }

    // ---- what goes

    @Override
    public void enter(long now, RoomId room, CompletableFuture<RoomEntry> outcome, Outbox out) {
        if (state == State.ENDED) {
            outcome.complete(new RoomEntry.Refused(DropReason.NOT_CONNECTED));
            return;
        }
        Membership wished = rooms.wish(room, outcome, out);
        if (wished != null) {
            session.wish(now, wished, out);
        }
    }

    @Override
    public void leave(long now, RoomId room, Outbox out) {
        rooms.find(room).filter(Membership::isWanted).ifPresent(place -> session.leave(now, place, out));
    }

    @Override
    public void send(long now, RoomId room, ByteBuffer message, CompletableFuture<Delivery> outcome, Outbox out) {
        Optional<Membership> place = rooms.find(room).filter(Membership::isWanted);
        if (place.isEmpty()) {
            outcome.complete(new Delivery.Refused(state == State.ENDED ? DropReason.NOT_CONNECTED
                    : DropReason.NOT_A_MEMBER));
        } else {
            say(now, new Destination.InRoom(place.get(), outcome), message, out);
        }
    }

    @Override
    public void direct(long now, PeerId to, ByteBuffer message, CompletableFuture<DirectDelivery> outcome, Outbox out) {
        say(now, new Destination.ToPerson(to, outcome), message, out);
    }

    private void say(long now, Destination where, ByteBuffer message, Outbox out) {
        if (state == State.ENDED) {
            where.ended(new Delivery.Refused(DropReason.NOT_CONNECTED)).deliver();
        } else if (sends.add(where, message)) {
            sent++;
            session.speak(now, out);
        } else {
            where.ended(new Delivery.Refused(DropReason.QUEUE_FULL)).deliver();
        }
    }

    @Override
    public void type(long now, RoomId room, Outbox out) {
        if (state == State.MEMBER) {
            rooms.find(room).ifPresent(place -> session.type(now, place, out));
        }
    }

    // ---- time, loss and the end

    @Override
    public void onTimer(long now, Outbox out) {
        if (now >= until) {
            DisconnectReason failure = session.failure(settings.connectTimeout());
            session.leave(now, out);
            attempts.failed(now, failure, out);
            end(latestLoss != null && failure instanceof DisconnectReason.TimedOut ? latestLoss : failure, out);
        } else if (now >= tryUntil) {
            // The next try may begin before it could linger.
            session.leaveAtOnce(now, out);
            lost(now, session.failure(TRY), out);
        } else if (now >= nextTry) {
            tryAgain(now, out);
        } else {
            session.onTimer(now, out);
        }
    }

    private void lost(long now, DisconnectReason why, Outbox out) {
        attempts.failed(now, why, out);
        if (settings.reconnect().giveUpAfter().isZero() || !Endings.mayTryAgain(why, welcomed)) {
            end(why, out);
            return;
        }
        if (state == State.MEMBER) {
            until = now + settings.reconnect().giveUpAfter().toNanos();
            rooms.interrupted(out);
            whereabouts.sessionLost();
        } else {
            whereabouts.tryFailed(session.isAnswered() && !(why instanceof DisconnectReason.ServerClosed));
        }
        latestLoss = whereabouts.next().equals(session.server()) ? why : null;
        state = State.WAITING;
        tryUntil = NEVER;
        nextTry = retries.next(now, Endings.isForgottenOrSilent(why) && sends.isAnyOpen());
        if (welcomed) {
            out.event(new ClientEvent.ConnectionChanged(new ConnectionState.Reconnecting(why)));
        }
    }

    private void tryAgain(long now, Outbox out) {
        state = State.CONNECTING;
        nextTry = NEVER;
        tryUntil = welcomed || whereabouts.isTwoPlaces() ? now + TRY.toNanos() : NEVER;
        session = new ClientSession(lasting, trusted, this);
        attempts.begun(now, session.server());
        session.begin(now, out);
    }

    private void end(DisconnectReason why, Outbox out) {
        ConnectionState ended = new ConnectionState.Disconnected(why);
        ended(DropReason.NOT_CONNECTED, ended, out);
        out.event(new ClientEvent.ConnectionChanged(ended));
    }

    private void ended(DropReason why, ConnectionState ended, Outbox out) {
        state = State.ENDED;
        until = NEVER;
        tryUntil = NEVER;
        nextTry = NEVER;
        if (!welcomed) {
            out.complete(new Reply<>(connected, ended));
        }
        sends.endAll(why, out);
        rooms.end(why, out);
    }

    @Override
    public void onClose(long now, Outbox out) {
        attempts.failed(now, new DisconnectReason.Closed(), out);
        // The futures first: somebody waits for them, whatever goes wrong below.
        if (state != State.ENDED) {
            ended(DropReason.CLOSED, new ConnectionState.Disconnected(new DisconnectReason.Closed()), out);
        }
        session.leaveAtOnce(now, out);
    }

    @Override
    public long nextDeadline() {
        return Math.min(Math.min(until, tryUntil), Math.min(nextTry, session.nextDeadline()));
    }

    @Override
    public ClientStats stats(TrafficStats traffic) {
        return new ClientStats(sent, rooms.receivedCount(), rooms.entered(), session.roundTrip(), traffic);
    }

    @Override
    public InetSocketAddress server() {
        return session.server();
    }

    /** {@return the key that the server has proved to have, if it has} */
    public Optional<IdentityKey> provedServerKey() {
        return Optional.ofNullable(proved);
    }
}
