package io.github.udpchat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.udpchat.internal.engine.Engine;
import io.github.udpchat.internal.engine.EventListener;
import io.github.udpchat.internal.engine.HostFuture;
import io.github.udpchat.internal.engine.PlugIns;
import io.github.udpchat.internal.hub.Utterance;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.server.ServerMachine;
import io.github.udpchat.internal.wire.Moving;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.model.ServerStats;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * A chat server: relays what each member says to all others. Runs from {@link ChatServerBuilder#start} to {@link #close}.
 *
 * <p>
 * Safe for use by several threads. No method blocks except {@link #awaitClosed} and, for at most 2 seconds,
 * {@link #close}.
 *
 * <p>
 * On the session protocol both sides know whom they talk to, and nobody else can read or change what is said. The classic
 * protocol neither authenticates nor encrypts anything. Whoever can send from a forged address can speak as a member there,
 * and can have the server send to an address that never asked for it. Use it on loopback and trusted networks.
 *
 * {@snippet :
 * try (ChatServer server = ChatServer.builder().bind("127.0.0.1", 5000).start()) {
 *     server.room(RoomId.LOBBY).send("welcome");
 *     server.awaitClosed();
 * }
 * }
 */
public final class ChatServer implements AutoCloseable {

    /** The port that a server has unless told otherwise. */
    public static final int DEFAULT_PORT = 5000;

    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    /** Tests look inside. */
    final Engine<ServerMachine> engine;
    private final ListenerGuard guard;
    private final ServerHearing hearing;
    private final Subscriptions subscriptions;
    private final ServerVoices voices;
    private final Optional<Identity> identity;
    private final Identity.Claim claim;

    private ChatServer(Parts parts, DatagramTransport transport, Binding binding, EndpointOptions options,
            ChatServerListener listener, Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
        this.hearing = new ServerHearing(listener, subscriptions, parts.names(), parts.claim());
        this.identity = parts.identity();
        this.claim = parts.claim();
        this.engine = new Engine<>(parts.machine(), transport, binding, options.network().host(), options.overflow(),
                parts.plugIns(), new EventListener() {
                    @Override
                    public void hear(Event event) {
                        hearing.dispatch(event, guard);
                    }

                    @Override
                    public boolean wants(Event event) {
                        return hearing.wants(event);
                    }
                });
        this.guard = new ListenerGuard(engine);
        this.voices = parts.voices();
    }

    /**
     * What a server consists of.
     *
     * @param machine  speaks the protocols
     * @param plugIns  decide who may join
     * @param voices   what the server itself says in each room, put into the form of the room's protocol
     * @param identity who it is, if it speaks the session protocol
     * @param claim    what is given back at the end: the right to be that, and the store
     * @param names    keeps the names of those who have a lasting key, if it has a place to
     */
    record Parts(ServerMachine machine, PlugIns plugIns, ServerVoices voices,
            Optional<Identity> identity, Identity.Claim claim, Optional<NamePins> names) {}

    static ChatServer start(Parts parts, DatagramTransport transport, Binding binding, EndpointOptions options,
            ChatServerListener listener, Subscriptions subscriptions) {
        try {
            ChatServer server = new ChatServer(parts, transport, binding, options, listener, subscriptions);
            server.engine.start();
            return server;
        } catch (RuntimeException | Error notStarted) {
            transport.close();
            throw notStarted;
        }
    }

    /** {@return a builder with every option at its default} */
    public static ChatServerBuilder builder() {
        return new ChatServerBuilder();
    }

    /** {@return the address that the server is bound to, with the port that was chosen} */
    public InetSocketAddress localAddress() {
        return engine.localAddress();
    }

    /** {@return the key by which clients can know this server; nothing if it speaks only classic} */
    public Optional<IdentityKey> key() {
        return identity.map(Identity::key);
    }

    /**
     * A room of this server, to speak in as the server. {@link RoomId#LOBBY} and {@link RoomId#CLASSIC} are there always; what
     * is said in another one while nobody is in it is refused as {@link DropReason#NO_SUCH_ROOM}.
     *
     * @param id which: {@link RoomId#CLASSIC} if the server speaks the classic protocol, any other if it speaks the session
     *           protocol
     * @return the room
     * @throws IllegalArgumentException if there can be no such room
     */
    public Room room(RoomId id) {
        Function<Payload, Utterance> voice = voices.in(Objects.requireNonNull(id, "id"));
        return new Room(id, content -> send(id, voice.apply(content)), () -> engine.call(
                (machine, now, out) -> machine.hub().everybodyIn(id), Presence.UNKNOWN), subscriptions);
    }

    private CompletableFuture<Delivery> send(RoomId room, Utterance utterance) {
        return engine.ask((machine, now, outcome, out) -> {
            OwnSend send = new OwnSend(outcome);
            machine.hub().sayAsServer(now, room, utterance, send, out);
            send.said();
        }, new Delivery.Refused(DropReason.CLOSED));
    }

    /** {@return the members, in the order in which they joined; empty once the server is closed} */
    public List<Peer> peers() {
        return engine.call((machine, now, out) -> machine.hub().peers(), List.of());
    }

    /**
     * Looks up a member.
     *
     * @param id its id
     * @return the member, or nothing if it is none any more
     */
    public Optional<Peer> peer(PeerId id) {
        Objects.requireNonNull(id, "id");
        return engine.call((machine, now, out) -> machine.hub().peer(id), Optional.empty());
    }

    /** {@return who may not speak here, and who may not come} */
    public Moderation moderation() {
        return new Moderation(engine);
    }

    /**
     * Removes a member. It may come again (on classic its next datagram registers it anew): to keep somebody out,
     * {@link Moderation#ban(IdentityKey, String) ban} it or refuse it in the admission hook.
     *
     * @param id  which member
     * @param why the reason, passed on to {@link ChatServerListener#onLeft} and to the peer, of which the first 256 bytes;
     *            the classic protocol can't tell the peer
     * @return whether it was a member
     */
    public boolean remove(PeerId id, String why) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(why, "why");
        return engine.call((machine, now, out) -> machine.hub().remove(now, id, why, out), false);
    }

    /**
     * Gives a member another name, if the registry agrees. On the session protocol the others see it at
     * once, as a change of presence; the member itself sees it there too, and its {@link ChatClient#name} stays. The classic
     * protocol carries no names of its own, so this changes what the server's application sees there, and not what members
     * write in front of their lines.
     *
     * @param id      which member
     * @param newName the name, not empty
     * @return whether it has a new name now; false too if it is no member, if the registry threw or refused, if the name is
     *         not allowed or taken on the session protocol, if another
     *         name for it is being decided, if 64 questions are open, or if the listener is far behind. Completes when the
     *         registry has answered, however long that takes.
     * @throws IllegalArgumentException if the name is empty
     */
    public CompletableFuture<Boolean> rename(PeerId id, String newName) {
        Objects.requireNonNull(id, "id");
        if (Objects.requireNonNull(newName, "newName").isEmpty()) {
            throw new IllegalArgumentException("newName must not be empty");
        }
        return engine.ask((machine, now, reply, out) -> machine.hub().rename(id, newName, reply, out), false);
    }

    /**
     * The server's figures at this moment; no peers once it is closed. Looks at each session and each room and sorts what it
     * finds, and the server does nothing else meanwhile: it is to be asked now and then, and not for each message.
     *
     * @return the figures
     */
    public ServerStats stats() {
        return engine.inspect((machine, now, out) -> new ServerStats(
                machine.hub().peerCount(),
                machine.hub().waitingCount(),
                machine.hub().roomCount(),
                machine.hub().joins(),
                machine.hub().messages(),
                machine.hub().directs().passed(),
                machine.roundTrips(),
                engine.traffic()));
    }

    /**
     * Closes the server when its members have what was said so far. From now on nobody gets in, and what members say is refused as
     * {@link DropReason#SERVER_CLOSING}; the server itself speaks before. Then, or when the time is up, the server is closed as by
     * {@link #close}. Clients come back by themselves when it is started again.
     *
     * @param limit how long at most, 0 to 1 hour; of several calls that of the first counts
     * @return whether all who were session members until then had everything, when the server is closed. On the classic protocol nobody can tell
     * @throws IllegalArgumentException if the limit is out of range
     */
    public CompletableFuture<Boolean> drain(Duration limit) {
        return drainTo(limit, null);
    }

    /**
     * Closes the server as {@link #drain(Duration)} does, and sends its session members to another one: they are told where it is,
     * and so are those who come while this one drains; they make their next session there, and enter their rooms. To the other server
     * they are newcomers: names, tokens, mutes and bans are judged anew, and who is refused for good is disconnected for good.
     *
     * <p>
     * A client goes only to an address of the family that its server has, between loopback addresses or between others, and only
     * to a server whose key it trusts: one with the same {@link Identity}, or with one of the keys that it has pinned. Where nobody
     * answers for 30 seconds, or nobody lets it in, it tries the address again that its application gave, and so on in turns; one that
     * gives up sooner finds one of the two at most ({@link io.github.udpchat.model.ReconnectPolicy}, and {@link
     * ChatClientBuilder#connectTimeout} for one that connects just then), and one that never reconnects finds neither. What it has
     * said here and got no {@link Delivery} for ends as {@code Unconfirmed}; what it says on the way is said there.
     *
     * @param limit     how long at most, 0 to 1 hour; of several calls the first counts, with its successor. A member that does not
     *                  answer is waited for until then, or until its session is over
     * @param successor where the other server is, as clients reach it: an address of one host, resolved, no link-local IPv6 address, and
     *                  a port that is not 0
     * @return whether all who were session members until then had everything, when the server is closed. On the classic protocol nobody can tell
     * @throws IllegalArgumentException if the limit is out of range, or the successor another address
     */
    public CompletableFuture<Boolean> drain(Duration limit, InetSocketAddress successor) {
        Moving.problem(Objects.requireNonNull(successor, "successor")).ifPresent(problem -> {
            throw new IllegalArgumentException("successor must " + problem + ", was " + successor);
        });
        return drainTo(limit, successor);
    }

    private CompletableFuture<Boolean> drainTo(Duration limit, @Nullable InetSocketAddress successor) {
        Objects.requireNonNull(limit, "limit");
        if (limit.isNegative() || limit.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("limit must be 0 to 1 hour, was " + limit);
        }
        HostFuture<Boolean> reply = engine.ask(
                (machine, now, answer, out) -> machine.drain(now, limit.toNanos(), successor, answer, out),
                false);
        // Whatever the caller does with its own future, the server closes.
        HostFuture<Boolean> closed = new HostFuture<>(engine.host());
        reply.thenAccept(all -> {
            close();
            closed.complete(all);
        });
        return closed;
    }

    /**
     * Closes the server: members leave, the port is free, the listener hears {@code onClosed}. May be called from
     * anywhere, a listener included, and any number of times. Returns within 2 seconds: when the listener has heard the
     * end, or earlier when it is the listener that calls, or when the listener takes too long. A history store adds the time of its
     * own {@code close()}.
     */
    @Override
    public void close() {
        engine.close();
        claim.close();
    }

    /**
     * Waits until the server is closed and its listener has heard so.
     *
     * @throws InterruptedException  if the thread is interrupted meanwhile
     * @throws IllegalStateException if called in this server's own callbacks, where it would wait for itself
     */
    public void awaitClosed() throws InterruptedException {
        engine.awaitEnd();
    }

    /** {@return what this is and where} */
    @Override
    public String toString() {
        return "ChatServer[" + EndpointOptions.shown(localAddress()) + "]";
    }
}
