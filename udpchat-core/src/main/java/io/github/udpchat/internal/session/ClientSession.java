package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.ResetPacket;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import org.jspecify.annotations.Nullable;

/**
 * A client's way through one session, from its HELLO to its end: PROTOCOL.md, sections 2.5, 2.7 and 2.15. Owned by one
 * {@link SessionClient}, which makes another one when it has ended.
 *
 * <pre>
 *   SHAKING --ACCEPT--> CONFIRMING --DATA--> JOINING --WELCOME--> MEMBER
 *      ^                    |                   |                    |
 *      '----8 s, RESET------'                   '--end of session----'-----> ENDED: closing, or over
 * </pre>
 */
final class ClientSession {

    private final Lasting client;
    private final InetSocketAddress server;
    private final Owner owner;
    private final ClientHandshake handshake;
    private State state = State.SHAKING;
    private @Nullable Proved proved;

    private enum State {
        SHAKING, CONFIRMING, JOINING, MEMBER, ENDED
    }

    /** What there is once the server is proved. */
    private record Proved(ClientHandshake.Established made, Link link, ClientTalk talk) {}

    /** Who has the session. */
    interface Owner {

        /** The server has proved that it has a key. */
        void onProved(IdentityKey serverKey);

        /** The server has let the client in. */
        void onWelcome(long now, ClientHandshake.Established made, ControlMessage.Welcome welcome, Outbox out);

        /** The session has ended without this side's wish. */
        void onEnd(long now, DisconnectReason why, Outbox out);
    }

    /**
     * What a client has over all of its sessions.
     *
     * @param instance    the number that tells the server that it is the same client
     * @param whereabouts where its server is
     * @param sends       its messages without an outcome
     * @param rooms       where it is
     * @param holdings    what its application has not taken yet, of whatever session
     */
    record Lasting(ClientSettings settings, long instance, Whereabouts whereabouts, PendingSends sends,
            ClientRooms rooms, Entropy entropy, Aead aead, Scratch scratch, Holdings holdings) {}

    /**
     * A session with the server where that is now; begins with {@link #begin}.
     *
     * @param trusted the keys that the server may have; empty for any
     */
    ClientSession(Lasting client, List<IdentityKey> trusted, Owner owner) {
        this.client = client;
        this.server = client.whereabouts().next();
        this.owner = owner;
        this.handshake = new ClientHandshake(client.settings(), server, trusted, client.entropy());
    }

    /** {@return where the server of this session is} */
    InetSocketAddress server() {
        return server;
    }

    /** Begins; or begins anew, because the half-open session at the server is gone. */
    void begin(long now, Outbox out) {
        proved = null;
        state = State.SHAKING;
        handshake.begin(now, out);
    }

    // ---- what comes

    /** A packet of this protocol came from the server's address. */
    void onDatagram(long now, ByteBuffer datagram, Outbox out) {
        switch (PacketType.of(datagram)) {
            case RETRY -> handshake.onRetry(now, datagram, out);
            case ACCEPT -> onAccept(now, datagram, out);
            case DATA -> onData(now, datagram, out);
            case RESET -> onReset(now, datagram, out);
            case VERSION -> handshake.onVersion(datagram, out);
            case HELLO, INIT, NONE -> out.dropped(PacketType.of(datagram).unexpected(datagram));
        }
    }

    private void onAccept(long now, ByteBuffer datagram, Outbox out) {
        ClientHandshake.Established made = handshake.onAccept(now, datagram, out);
        if (made == null) {
            return;
        }
        Ears ears = new Ears();
        ClientSettings settings = client.settings();
        Link link = new Link(now, made.linkKeys(settings.limits(), client.aead(), client.entropy()), server,
                client.scratch(), client.holdings(), ears);
        ClientTalk talk = new ClientTalk(link, client.sends(), client.rooms(), client.whereabouts(), ears);
        proved = new Proved(made, link, talk);
        owner.onProved(made.serverKey());
        state = State.CONFIRMING;
        talk.join(now, new ControlMessage.Join(
                client.instance(), settings.lasting(), settings.name(), settings.token()), out);
    }

    private void onData(long now, ByteBuffer datagram, Outbox out) {
        Proved current = proved;
        if (!DataPacket.isWellFormed(datagram)) {
            out.dropped(DropReason.MALFORMED);
        } else if (current == null || DataPacket.sessionId(datagram) != current.made.accepted().sessionId()) {
            out.dropped(DropReason.UNKNOWN_SESSION);
        } else {
            DropReason refusal = current.link.onData(now, server, datagram, out);
            if (refusal != null) {
                out.dropped(refusal);
            }
            // An acknowledgement may have made room in the link's queue.
            current.talk.speak(now, out);
        }
    }

    private void onReset(long now, ByteBuffer datagram, Outbox out) {
        ResetPacket reset = ResetPacket.read(datagram);
        Proved current = proved;
        if (reset == null) {
            out.dropped(DropReason.MALFORMED);
        } else if (current == null || reset.sessionId() != current.made.accepted().sessionId()
                || !reset.token().matches(current.made.accepted().resetToken())) {
            out.dropped(DropReason.UNEXPECTED);
        } else if (state == State.CONFIRMING) {
            begin(now, out);
        } else {
            current.link.onReset(now, out);
        }
    }

    /** Hears what comes on the link, and what the server says. */
    private final class Ears implements LinkOwner, ClientTalk.Listener {

        @Override
        public void onHeard(long now) {
            if (state == State.CONFIRMING) {
                state = State.JOINING;
                handshake.confirmed();
            }
        }

        @Override
        public void onMessage(long now, Incoming.Arrival message, Outbox out) throws MalformedException {
            proved().talk.onMessage(now, message, out);
        }

        @Override
        public void onChannelEnd(long now, long channel, Outbox out) throws MalformedException {
            proved().talk.onChannelEnd(channel);
        }

        @Override
        public void onWelcome(long now, ControlMessage.Welcome welcome, Outbox out) {
            state = State.MEMBER;
            owner.onWelcome(now, proved().made, welcome, out);
        }

        @Override
        public void onEnd(long now, SessionEnd why, Outbox out) {
            if (state == State.CONFIRMING && why instanceof SessionEnd.Silence) {
                begin(now, out);
            } else if (state != State.ENDED) {
                state = State.ENDED;
                owner.onEnd(now, Endings.of(why, proved().link), out);
            }
        }
    }

    private Proved proved() {
        if (proved == null) {
            throw new AssertionError("nothing comes without a session");
        }
        return proved;
    }

    // ---- what goes

    /** Says what may be said, if the client is a member. */
    void speak(long now, Outbox out) {
        if (proved != null) {
            proved.talk.speak(now, out);
        }
    }

    /** Tells the server of a room in which the client wants to be, if it is a member; otherwise that is said when it is one. */
    void wish(long now, Membership room, Outbox out) {
        if (proved != null) {
            proved.talk.wish(now, room);
            proved.link.flush(now, out);
        }
    }

    /** Tells the others in a room that the user types, if that can be done now. */
    void type(long now, Membership room, Outbox out) {
        if (proved != null) {
            proved.talk.type(now, room, out);
        }
    }

    /** Leaves a room. */
    void leave(long now, Membership room, Outbox out) {
        if (proved == null) {
            client.rooms().leaves(room, false, out);
        } else {
            proved.talk.leave(room, out);
            proved.link.flush(now, out);
        }
    }

    // ---- time and the end

    /** The time of {@link #nextDeadline} may have come. */
    void onTimer(long now, Outbox out) {
        if (isShaking() && handshake.isAnewDue(now)) {
            begin(now, out);
        } else if (proved != null) {
            if (isShaking() && handshake.isConfirmationDue(now)) {
                proved.link.probe(now, out);
            }
            proved.talk.onTimer(now);
            proved.link.onTimer(now, out);
            proved.talk.speak(now, out);
        } else if (isShaking()) {
            handshake.onTimer(now, out);
        }
    }

    private boolean isShaking() {
        return state == State.SHAKING || state == State.CONFIRMING;
    }

    /** {@return whether there is a server that may be the right one} */
    boolean isAnswered() {
        return handshake.isAnswered();
    }

    /** {@return why the client is no member yet, after this time, as far as is known} */
    DisconnectReason failure(Duration limit) {
        return handshake.failure(limit);
    }

    /** Leaves: the server is told, if there is one that knows the session, and the link lingers. */
    void leave(long now, Outbox out) {
        state = State.ENDED;
        handshake.abandoned();
        if (proved != null) {
            proved.link.close(now, CloseCode.BY_APPLICATION, "", out);
        }
    }

    /** Leaves without lingering: the program ends. */
    void leaveAtOnce(long now, Outbox out) {
        state = State.ENDED;
        handshake.abandoned();
        if (proved != null) {
            proved.link.closeAtOnce(now, CloseCode.BY_APPLICATION, "", out);
        }
    }

    /** {@return the smoothed round-trip time, if the client is a member and there was a sample} */
    Optional<Duration> roundTrip() {
        OptionalLong nanos = proved == null ? OptionalLong.empty() : proved.link.roundTripNanos();
        return nanos.isPresent() ? Optional.of(Duration.ofNanos(nanos.getAsLong())) : Optional.empty();
    }

    /** {@return when {@link #onTimer} has something to do, or never} */
    long nextDeadline() {
        long next = isShaking() ? handshake.nextDeadline() : SessionClient.NEVER;
        return proved == null ? next
                : Math.min(next, Math.min(proved.link.nextDeadline(), proved.talk.nextDeadline()));
    }
}
