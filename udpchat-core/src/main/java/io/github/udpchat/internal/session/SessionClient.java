package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.ClientMachine;
import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.Taken;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.ResetPacket;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of the session protocol: PROTOCOL.md, section 2. Owns the handshake, then the link, and all messages
 * that have no outcome yet.
 *
 * <pre>
 *   SHAKING --ACCEPT--> CONFIRMING --DATA--> JOINING --WELCOME--> MEMBER
 *      ^                    |                   |                    |
 *      '----8 s, RESET------'                   |                    |
 *      '------------------the end of the session, or of the time-----'-----> ENDED
 * </pre>
 */
public final class SessionClient implements ClientMachine {

    private final ClientSettings settings;
    private final Entropy entropy;
    private final CompletableFuture<ConnectionState> connected;
    private final long clientInstance;
    private final ClientHandshake handshake;
    private final PendingSends sends = new PendingSends();
    private final Aead aead = new Aead();
    private final Scratch scratch = new Scratch();
    private State state = State.SHAKING;
    private long connectUntil = NEVER;
    private @Nullable Session session;
    private long sent;
    private long received;

    private enum State {
        SHAKING, CONFIRMING, JOINING, MEMBER, ENDED
    }

    /** What there is once the server is proved. */
    private record Session(ClientHandshake.Established made, Link link, ClientTalk talk) {

        long id() {
            return made.accepted().sessionId();
        }

        Token16 resetToken() {
            return made.accepted().resetToken();
        }
    }

    /** A client that becomes a member after {@link #onStart}; the future is completed when it is one, or never will be. */
    public SessionClient(ClientSettings settings, Entropy entropy, CompletableFuture<ConnectionState> connected) {
        this.settings = settings;
        this.entropy = entropy;
        this.connected = connected;
        this.clientInstance = entropy.nextLong();
        this.handshake = new ClientHandshake(settings, entropy);
    }

    @Override
    public void onStart(long now, Outbox out) {
        connectUntil = now + settings.connectTimeout().toNanos();
        handshake.begin(now, out);
    }

    // ---- what comes

    /**
     * Reads a datagram.
     * <ol>
     * <li>Not from the server: {@code NOT_FROM_SERVER}.
     * <li>Empty: {@code EMPTY}. Not of this protocol, or a packet of clients: {@code UNEXPECTED}.
     * <li>The packet reads on.
     * </ol>
     */
    @Override
    public void onDatagram(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        if (!from.equals(settings.server())) {
            out.dropped(DropReason.NOT_FROM_SERVER);
        } else if (!PacketType.isSession(datagram)) {
            out.dropped(datagram.hasRemaining() ? DropReason.UNEXPECTED : DropReason.EMPTY);
        } else {
            switch (PacketType.of(datagram)) {
                case RETRY -> handshake.onRetry(now, datagram, out);
                case ACCEPT -> onAccept(now, datagram, out);
                case DATA -> onData(now, datagram, out);
                case RESET -> onReset(now, datagram, out);
                case VERSION -> handshake.onVersion(datagram, out);
                case HELLO, INIT, NONE -> out.dropped(PacketType.of(datagram).unexpected(datagram));
            }
        }
    }

    private void onAccept(long now, ByteBuffer datagram, Outbox out) {
        ClientHandshake.Established made = handshake.onAccept(now, datagram, out);
        if (made == null) {
            return;
        }
        Ears ears = new Ears();
        Link link = new Link(now, made.linkKeys(settings.limits(), aead, entropy), settings.server(), scratch,
                new Holdings(Long.MAX_VALUE), ears);
        ClientTalk talk = new ClientTalk(link, sends, ears);
        session = new Session(made, link, talk);
        state = State.CONFIRMING;
        talk.join(now, new ControlMessage.Join(
                clientInstance, settings.lasting(), settings.name(), settings.token()), out);
    }

    private void onData(long now, ByteBuffer datagram, Outbox out) {
        Session current = session;
        if (!DataPacket.isWellFormed(datagram)) {
            out.dropped(DropReason.MALFORMED);
        } else if (current == null || DataPacket.sessionId(datagram) != current.id()) {
            out.dropped(DropReason.UNKNOWN_SESSION);
        } else {
            DropReason refusal = current.link.onData(now, datagram, out);
            if (refusal != null) {
                out.dropped(refusal);
            }
            // An acknowledgement may have made room in the link's queue.
            current.talk.speak(now, out);
        }
    }

    private void onReset(long now, ByteBuffer datagram, Outbox out) {
        ResetPacket reset = ResetPacket.read(datagram);
        Session current = session;
        if (reset == null) {
            out.dropped(DropReason.MALFORMED);
        } else if (current == null || reset.sessionId() != current.id()
                || !reset.token().matches(current.resetToken())) {
            out.dropped(DropReason.UNEXPECTED);
        } else if (state == State.CONFIRMING) {
            beginAnew(now, out);
        } else {
            current.link.onReset(now, out);
        }
    }

    /** The half-open session at the server is gone. */
    private void beginAnew(long now, Outbox out) {
        session = null;
        state = State.SHAKING;
        handshake.begin(now, out);
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
            session().talk.onMessage(now, message, out);
        }

        @Override
        public void onChannelEnd(long channel) throws MalformedException {
            session().talk.onChannelEnd(channel);
        }

        @Override
        public void onWelcome(String name, Outbox out) {
            state = State.MEMBER;
            connectUntil = NEVER;
            ConnectionState open = new ConnectionState.Connected(session().made.serverKey(), name);
            out.event(new ClientEvent.ConnectionChanged(open));
            out.complete(new Reply<>(connected, open));
        }

        @Override
        public void onSaid(RoomFormat.Heard said, Taken whenTaken, Outbox out) {
            received++;
            out.event(new ClientEvent.Received(
                    Speech.message(RoomId.LOBBY, said.author(), Payload.copyOf(said.content())), whenTaken));
        }

        @Override
        public void onEnd(long now, SessionEnd why, Outbox out) {
            if (state == State.CONFIRMING && why instanceof SessionEnd.Silence) {
                beginAnew(now, out);
            } else {
                end(Endings.of(why, session().link), out);
            }
        }
    }

    private Session session() {
        if (session == null) {
            throw new AssertionError("nothing comes without a session");
        }
        return session;
    }

    // ---- what goes

    @Override
    public void send(long now, ByteBuffer message, CompletableFuture<Delivery> outcome, Outbox out) {
        if (state != State.MEMBER) {
            outcome.complete(new Delivery.Refused(DropReason.NOT_CONNECTED));
        } else if (message.remaining() + RoomFormat.MAX_OVERHEAD_BYTES > session().link.channels().mostMessageBytes()) {
            outcome.complete(new Delivery.Refused(DropReason.TOO_LARGE));
        } else if (!sends.add(message, outcome)) {
            outcome.complete(new Delivery.Refused(DropReason.QUEUE_FULL));
        } else {
            sent++;
            session().talk.speak(now, out);
        }
    }

    // ---- time and the end

    @Override
    public void onTimer(long now, Outbox out) {
        if (now >= connectUntil) {
            if (session != null) {
                session.link.close(now, CloseCode.BY_APPLICATION, "", out);
            }
            end(handshake.failure(), out);
        } else if (isShaking() && handshake.isAnewDue(now)) {
            beginAnew(now, out);
        } else if (session == null) {
            handshake.onTimer(now, out);
        } else {
            onTimer(now, session, out);
        }
    }

    private boolean isShaking() {
        return state == State.SHAKING || state == State.CONFIRMING;
    }

    private void onTimer(long now, Session current, Outbox out) {
        if (handshake.isConfirmationDue(now)) {
            current.link.probe(now, out);
        }
        current.link.onTimer(now, out);
        current.talk.speak(now, out);
    }

    private void end(DisconnectReason why, Outbox out) {
        if (state == State.ENDED) {
            return;
        }
        ConnectionState ended = new ConnectionState.Disconnected(why);
        if (state != State.MEMBER) {
            out.complete(new Reply<>(connected, ended));
        }
        state = State.ENDED;
        connectUntil = NEVER;
        sends.endAll(Delivery.Cause.SESSION_LOST, DropReason.NOT_CONNECTED, out);
        out.event(new ClientEvent.ConnectionChanged(ended));
    }

    @Override
    public void onClose(long now, Outbox out) {
        // The futures first: somebody waits for them, whatever goes wrong below.
        if (state != State.MEMBER && state != State.ENDED) {
            out.complete(new Reply<>(connected, new ConnectionState.Disconnected(new DisconnectReason.Closed())));
        }
        state = State.ENDED;
        sends.endAll(Delivery.Cause.SESSION_LOST, DropReason.CLOSED, out);
        if (session != null) {
            session.link.closeAtOnce(now, CloseCode.BY_APPLICATION, "", out);
        }
    }

    @Override
    public long nextDeadline() {
        long next = connectUntil;
        if (isShaking()) {
            next = Math.min(next, handshake.nextDeadline());
        }
        return session == null ? next : Math.min(next, session.link.nextDeadline());
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public long received() {
        return received;
    }

    /** {@return the key that the server has proved to have, if it has} */
    public Optional<IdentityKey> provedServerKey() {
        return Optional.ofNullable(session).map(proved -> proved.made.serverKey());
    }
}
