package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.Moving;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Position;
import org.jspecify.annotations.Nullable;

/**
 * One client's session at the server: PROTOCOL.md, sections 2.5 and 2.15. Owned by the {@link SessionServer}, which forgets
 * it when it is over.
 *
 * <pre>
 *   HALF_OPEN --authentic DATA--> OPEN --JOIN--> JOINING --let in--> MEMBER
 *       '--3 s--> over              '--3 s----------'--refused--------'--left, removed, silent--> ENDED: closing, or over
 * </pre>
 */
final class ServerSession extends HearingSession implements LinkOwner, ServerTalk.Listener {

    private final SessionServer server;
    private final long id;
    private final long serial;
    private final Link link;
    private final ServerTalk talk;
    private final Pace pace;

    /** Null from when its place is free on: for a member, and where nothing is left of it, neither the link nor a question to the hub. */
    private @Nullable Stranger stranger;
    private State state = State.HALF_OPEN;
    private @Nullable Peer peer;

    private enum State {
        HALF_OPEN, OPEN, JOINING, MEMBER, ENDED
    }

    ServerSession(long now, SessionServer server, Doorway.HalfOpen origin, LinkKeys keys, Scratch scratch,
            Holdings holdings) {
        super(origin, server.instances());
        this.server = server;
        this.id = origin.sessionId();
        this.serial = server.nextSerial();
        this.link = new Link(now, keys, origin.address(), scratch, holdings, this);
        this.pace = new Pace(link.channels().incoming());
        this.talk = new ServerTalk(server.hub(), link.channels(), pace, this);
        this.stranger = new Stranger(now, origin);
    }

    long id() {
        return id;
    }

    // ---- what comes

    /** A DATA packet of this session came. Returns why it is dropped, or null. */
    @Nullable
    DropReason onData(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        DropReason refusal = link.onData(now, from, datagram, out);
        talk.onHeard();
        if (state == State.MEMBER && (talk.isCatchingUp() || talk.presence().isDue(now))) {
            given(now, out);
        }
        return refusal;
    }

    @Override
    public void onHeard(long now) {
        if (state == State.HALF_OPEN) {
            state = State.OPEN;
            stranger().heard(now);
            server.opened(stranger().origin());
        }
    }

    @Override
    public void onMessage(long now, Incoming.Arrival message, Outbox out) throws MalformedException {
        if (state == State.OPEN && message.channel() == ChannelId.CONTROL) {
            ControlMessage.Join wish = talk.onStranger(message);
            if (wish != null) {
                onJoin(now, wish, out);
            }
        } else if (state == State.MEMBER) {
            talk.onMessage(now, peer().id(), pace.charged(now, message), out);
        } else {
            throw new MalformedException("a message on channel " + message.channel() + " in state " + state);
        }
    }

    @Override
    public void onChannelEnd(long now, long channel, Outbox out) {
        talk.onChannelEnd(now, channel, out);
    }

    private void onJoin(long now, ControlMessage.Join wish, Outbox out) {
        Applicant applicant = applies(wish);
        Optional<String> problem = NameRules.problem(applicant.name());
        if (problem.isPresent()) {
            refused(now, DropReason.NAME_NOT_ALLOWED, "a name " + problem.get(), out);
        } else {
            state = State.JOINING;
            stranger().hubDecides(true);
            server.hub().requestJoin(now, this, applicant.name(), out);
        }
    }

    @Override
    public void onTaken(long now, Incoming.Receipt message, Outbox out) {
        pace.onTaken(now, message);
        link.taken(now, message, out);
        server.schedule(this);
    }

    @Override
    public void onTold(long now, Outbox out) {
        given(now, out);
    }

    @Override
    public void onNoRoom(long now, Outbox out) {
        part(now, new LeaveReason.SlowConsumer(), CloseCode.SLOW_CONSUMER, out);
    }

    @Override
    public void onEnd(long now, SessionEnd why, Outbox out) {
        leave(now, Endings.ofMember(why, link), out);
    }

    private void leave(long now, LeaveReason why, Outbox out) {
        boolean wasMember = state == State.MEMBER;
        ended(now, why.getClass().getSimpleName(), out);
        if (wasMember) {
            server.hub().leave(now, peer().id(), why, out);
        }
    }

    private void ended(long now, String why, Outbox out) {
        if (state == State.MEMBER) {
            server.names().release(peer().name());
            server.instances().ended(now, applicant().instance(), this);
            pace.end(now, server.sites());
        } else if (state != State.ENDED) {
            server.turnedAway(now, stranger().origin(), state == State.HALF_OPEN, why, out);
        }
        state = State.ENDED;
        talk.presence().end();
    }

    /** Frees its place if it needs none any more. */
    void freePlace() {
        if (stranger != null && (state == State.MEMBER || link.isOver() && !stranger.hubDecides())) {
            server.free(stranger.origin());
            stranger = null;
        }
    }

    private void part(long now, LeaveReason why, int code, Outbox out) {
        leave(now, why, out);
        link.close(now, code, "", out);
        server.schedule(this);
    }

    // ---- what the hub decides

    @Override
    public Optional<DropReason> objection(long now, Peer admitted, Outbox out) {
        stranger().hubDecides(false);
        // The client may have gone on to another session meanwhile, and will not come back to this one.
        ServerSession present = server.instances().present(applicant().instance());
        boolean outrun = present != null && present.serial > serial;
        return state != State.JOINING || outrun ? Optional.of(DropReason.CLOSED)
                : server.names().objection(admitted.name(), clientKey());
    }

    @Override
    public boolean mayBeCalled(Peer renamed) {
        boolean allowed = server.names().change(peer().name(), renamed.name(), clientKey());
        peer = allowed ? renamed : peer;
        return allowed;
    }

    @Override
    public void joined(long now, Peer admitted, Position next, Outbox out) {
        peer = admitted;
        state = State.MEMBER;
        out.trace(stranger().origin().ended(now, Optional.empty()));
        freePlace();
        pace.begin(admitted.role(), link.peer(), server.sites());
        Instances.Admitted instance = server.instances().admitted(applicant().instance(), this);
        if (instance.predecessor() != null) {
            instance.predecessor().part(now, new LeaveReason.Replaced(), CloseCode.REPLACED, out);
        }
        talk.welcome(now, instance, admitted, next, out);
        flush(now, out);
    }

    @Override
    public void refused(long now, DropReason why, String text, Outbox out) {
        stranger().hubDecides(false);
        out.dropped(why);
        if (why == DropReason.CLOSED) {
            server.successor().ifPresent(successor -> tell(now, successor, out));
        }
        ended(now, why.name(), out);
        link.close(now, CloseCode.of(why), CloseText.fitting(text), out);
        server.schedule(this);
    }

    @Override
    ServerTalk talk() {
        return talk;
    }

    @Override
    boolean flushSoon(long now, Outbox out) {
        return server.flushSoon(now, this, out);
    }

    @Override
    public void removed(long now, String why, Outbox out) {
        ended(now, "", out);
        link.close(now, CloseCode.REMOVED, CloseText.fitting(why), out);
        server.schedule(this);
    }

    // ---- time and the end

    /** Sends what may be sent now. */
    void flush(long now, Outbox out) {
        flushed();
        talk.beforeFlush(now, out);
        link.flush(now, out);
        server.schedule(this);
    }

    /** The time of {@link #nextDeadline} may have come. */
    void onTimer(long now, Outbox out) {
        boolean neverHeard = state == State.HALF_OPEN;
        if ((neverHeard || state == State.OPEN) && now >= stranger().until()) {
            leave(now, new LeaveReason.TimedOut(Stranger.PATIENCE), out);
            if (neverHeard) {
                link.forget();
            } else {
                link.close(now, CloseCode.NO_ANSWER, "no JOIN came", out);
            }
        } else if (state != State.HALF_OPEN) {
            pace.onTimer(now);
            talk.presence().tell(now);
            link.onTimer(now, out);
        }
    }

    /** The server is about to close, and another one takes its place: a member is told. */
    void moving(long now, Moving successor, Outbox out) {
        if (state == State.MEMBER) {
            tell(now, successor, out);
        }
    }

    private void tell(long now, Moving successor, Outbox out) {
        if (link.isOpen() && link.channels().knowModel() && talk.tell(now, successor, out)) {
            // At once, whatever was sent just before: the close may follow within the millisecond for which frames wait.
            link.probe(now, out);
            flush(now, out);
        }
    }

    /** The session can't go on, for an error of ours. */
    void giveUp(long now, Outbox out) {
        leave(now, new LeaveReason.Failed(), out);
        link.closeAtOnce(now, CloseCode.OWN_ERROR, "", out);
    }

    /** {@return when {@link #onTimer} has something to do} */
    long nextDeadline() {
        return switch (state) {
            case HALF_OPEN -> stranger().until();
            case OPEN -> Math.min(stranger().until(), link.nextDeadline());
            case JOINING, MEMBER, ENDED ->
                Math.min(Math.min(pace.nextDeadline(), talk.presence().nextDeadline()), link.nextDeadline());
        };
    }

    /** The server closes, and can't wait for anybody. The hub has told who leaves. */
    void closeAtOnce(long now, Outbox out) {
        if (state != State.HALF_OPEN) {
            link.closeAtOnce(now, CloseCode.SERVER_CLOSES, "", out);
        }
        ended(now, LeaveReason.ServerClosed.class.getSimpleName(), out);
    }

    private Stranger stranger() {
        return Objects.requireNonNull(stranger, "whoever is not let in is a stranger");
    }

    @Override
    Peer peer() {
        return Objects.requireNonNull(peer, "a member has a peer");
    }

    @Override
    Link link() {
        return link;
    }
}
