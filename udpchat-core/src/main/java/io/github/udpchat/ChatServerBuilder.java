package io.github.udpchat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.internal.classic.ClassicForm;
import io.github.udpchat.internal.classic.ClassicLimits;
import io.github.udpchat.internal.engine.PlugIns;
import io.github.udpchat.internal.hub.Bridge;
import io.github.udpchat.internal.hub.HubSettings;
import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.History;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.Binding;
import io.github.udpchat.registry.PeerRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link ChatServer}. Every option has a default. Not safe for use by several
 * threads; may be used for several servers, one after another.
 *
 * {@snippet :
 * ChatServer server = ChatServer.builder()
 *         .bind("0.0.0.0", 5000)
 *         .identity(Identity.file(Path.of("server.key")))
 *         .admit(request -> request.name().equals("root") ? Admission.reject("not that name")
 *                 : Admission.accept(request.name()))
 *         .start();
 * }
 */
public final class ChatServerBuilder extends EndpointBuilder<ChatServerBuilder> {

    private static final InetSocketAddress DEFAULT_ADDRESS = EndpointOptions.unresolved(
            "127.0.0.1", ChatServer.DEFAULT_PORT);
    private static final int DEFAULT_MAX_PEERS = 256;
    private static final int DEFAULT_MAX_PEERS_PER_ADDRESS = 8;
    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(30);

    /** Longer silence than this can't be counted in nanoseconds. */
    private static final Duration LONGEST_IDLE_TIMEOUT = Duration.ofDays(36_500);

    private String name = "server";
    private int maxPeers = DEFAULT_MAX_PEERS;
    private int maxPeersPerAddress = DEFAULT_MAX_PEERS_PER_ADDRESS;
    private Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
    private Function<? super AdmissionRequest, ? extends Admission> hook = request -> Admission.accept(request.name());
    private @Nullable PeerRegistry registry;
    private ChatServerListener listener = ServerHearing.NOBODY;
    private boolean resets = true;
    private @Nullable RoomId joined;
    private History history = History.defaults();
    private @Nullable HistoryStore store;
    private RateLimits rates = RateLimits.defaults();
    private RateLimits classicRates = RateLimits.none();

    ChatServerBuilder() {}

    @Override
    ChatServerBuilder self() {
        return this;
    }

    /**
     * Which protocols the server speaks, on its one port. Default: {@link Protocol#SESSION}. The classic protocol has neither
     * authentication nor encryption: it is for trusted networks.
     *
     * @param protocol the protocol
     * @param more     another one, if it is to speak both; their peers are in rooms of their own, {@link RoomId#LOBBY} and
     *                 {@link RoomId#CLASSIC}
     * @return this
     */
    public ChatServerBuilder protocol(Protocol protocol, Protocol... more) {
        options.protocols(protocol, more);
        return this;
    }

    /**
     * Who the server is, on the session protocol. Default: somebody new each time, which is refused where the server is bound
     * to anything but a loopback address, because no client could tell it from another.
     *
     * @param identity the identity, for example {@code Identity.file(Path.of("server.key"))}, which makes the file if need be;
     *                 the names of those who keep their identity too are then kept for them, in a file beside it
     * @return this
     */
    public ChatServerBuilder identity(Identity identity) {
        options.identity(identity);
        return this;
    }

    /**
     * Whether the server tells clients of sessions that it does not know, so that they need not find out by silence. Default:
     * true. Must be false where two servers with one identity run at the same time.
     *
     * @param told whether it does
     * @return this
     */
    public ChatServerBuilder resets(boolean told) {
        resets = told;
        return this;
    }

    /**
     * Has classic peers share a room with sessions, where the server speaks both protocols. Everything that is said there goes out
     * in plain text, to addresses that may be forged, and anybody may speak there as a classic peer, whose name stands behind a
     * {@code ~}. Classic peers hear one printable line of a message, of at most {@link #maxDatagramBytes}; what does not fit is
     * refused as {@link io.github.udpchat.model.DropReason#DOES_NOT_FIT}. Only clients get in that agree to it
     * ({@link ChatClientBuilder#acceptPlaintext}), and they are told; where it is the lobby, others do not get into the server.
     * Default: classic peers are in {@link RoomId#CLASSIC}, among themselves.
     *
     * @param room the room, not {@link RoomId#CLASSIC}; it is there always
     * @return this
     * @throws IllegalArgumentException if there can be no such room
     */
    public ChatServerBuilder joinClassicWith(RoomId room) {
        if (Objects.requireNonNull(room, "room").equals(RoomId.CLASSIC) || !NameRules.isAllowed(room.name())) {
            throw new IllegalArgumentException(
                    "classic peers can't be joined with room \"" + PrintableText.of(room.name()) + "\"");
        }
        joined = room;
        return this;
    }

    /**
     * The name under which the server itself speaks. Default: {@code server}.
     *
     * @param name not empty, not {@code qqq}, without {@code ]->}, and at least 5 bytes shorter than a datagram may be
     * @return this
     * @throws IllegalArgumentException if the name can't be used; by {@link #start} if it is too long
     */
    public ChatServerBuilder name(String name) {
        this.name = EndpointOptions.speakable(name);
        return this;
    }

    /**
     * Decides who may join, before the registry is asked. Runs on a thread of its own for each request and may block, but at
     * most 64 requests are decided at a time: others wait for their turn. The peer waits for 5 seconds, that turn and the
     * registry included; then it is refused. If it throws or returns null the peer is refused. Default: everybody, under
     * the name asked for.
     *
     * @param hook answers each request
     * @return this
     */
    public ChatServerBuilder admit(Function<? super AdmissionRequest, ? extends Admission> hook) {
        this.hook = Objects.requireNonNull(hook, "hook");
        return this;
    }

    /**
     * Keeps the members. Default: {@link PeerRegistry#inMemory}, a new one for each server.
     *
     * @param registry the registry
     * @return this
     */
    public ChatServerBuilder registry(PeerRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
        return this;
    }

    /**
     * Hears what happens. Default: nobody.
     *
     * @param listener the listener
     * @return this
     */
    public ChatServerBuilder listener(ChatServerListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * How much of what is said in rooms of the session protocol the server remembers for those who come later or again.
     * Default: {@link History#defaults}, 100 messages of the last hour. Beyond that a client that comes again is told that
     * it has missed something: {@link io.github.udpchat.model.Recall.Gap}.
     *
     * @param history how much
     * @return this
     */
    public ChatServerBuilder history(History history) {
        this.history = Objects.requireNonNull(history, "history");
        return this;
    }

    /**
     * Where what is said is kept beyond the life of the server: within the bounds of {@link #history}, it is there again when
     * the server is started again. Each message is stored before it is passed on; what can't be stored is refused as
     * {@link io.github.udpchat.model.DropReason#NOT_STORED}. Default: nowhere. The server closes the store when it is closed, and
     * {@link #start} does when it fails after it has read it.
     *
     * @param store the store, for one server alone: a builder that starts another one must be given another store
     * @return this
     */
    public ChatServerBuilder historyStore(HistoryStore store) {
        this.store = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * How many peers may be members, those included whose admission is being decided. Default: 256. One more is refused,
     * counted as {@link io.github.udpchat.model.DropReason#SERVER_FULL}.
     *
     * @param peers 1 or more
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public ChatServerBuilder maxPeers(int peers) {
        maxPeers = atLeastOne("maxPeers", peers);
        return this;
    }

    /**
     * How many peers may come from one IP address; loopback addresses have no such limit. Default: 8. One more is
     * refused, counted as {@link io.github.udpchat.model.DropReason#ADDRESS_LIMIT}.
     *
     * @param peers 1 or more
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public ChatServerBuilder maxPeersPerAddress(int peers) {
        maxPeersPerAddress = atLeastOne("maxPeersPerAddress", peers);
        return this;
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be 1 or more, was " + value);
        }
        return value;
    }

    /**
     * How fast a session member may speak, and eight times that all those together that share an IPv4 address or an IPv6 /64, loopback
     * excepted. Default: {@link RateLimits#defaults}. Whoever is faster is slowed down and loses nothing: what it says next waits at
     * its client. {@link io.github.udpchat.model.Role#MODERATOR Moderators} may be as fast as they like.
     *
     * @param limits of each session; {@link RateLimits#none} for none
     * @return this
     */
    public ChatServerBuilder rateLimits(RateLimits limits) {
        rates = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * How fast a classic member may speak. Default: {@link RateLimits#none}, as the original program. The classic protocol can slow
     * down nobody: what is beyond the limits is dropped, and counted as {@link io.github.udpchat.model.DropReason#TOO_FAST}.
     *
     * @param limits of each member but moderators
     * @return this
     */
    public ChatServerBuilder classicRateLimits(RateLimits limits) {
        classicRates = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * How long a member may be silent before it is taken for gone. Default: 30 minutes. A classic client sends nothing
     * unless its user speaks; if it speaks after it was given up, that line registers it anew and is not relayed.
     *
     * @param timeout 1 ms to 36,500 days, or {@link Duration#ZERO} for no limit
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public ChatServerBuilder idleTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        boolean inRange = timeout.compareTo(Duration.ofMillis(1)) >= 0 && timeout.compareTo(LONGEST_IDLE_TIMEOUT) <= 0;
        if (!inRange && !timeout.isZero()) {
            throw new IllegalArgumentException(
                    "idleTimeout must be zero, or 1 ms to " + LONGEST_IDLE_TIMEOUT.toDays() + " days, was " + timeout);
        }
        idleTimeout = timeout;
        return this;
    }

    /**
     * Binds the address and starts the server. Its threads do not keep the JVM alive: a program that has nothing else to do
     * calls {@link ChatServer#awaitClosed}.
     *
     * @return the running server
     * @throws StartFailedException     if the host is unknown, the address can't be bound, or the identity can't be claimed,
     *                                  or the history can't be read
     * @throws IllegalStateException    if an identity is missing
     * @throws IllegalArgumentException if the server's name can't be used
     */
    public ChatServer start() {
        Binding binding = options.binding(
                EndpointOptions.resolved(bind == null ? DEFAULT_ADDRESS : bind), "server");
        return new ServerAssembly(options, binding, name, listener, subscriptions.copy()).start(
                new HubSettings(maxPeers, options.network().host().random().nextLong(), history,
                        EndpointOptions.mostHistoryBytes(), store != null, bridge()),
                new ClassicLimits(options.maxDatagramBytes(), maxPeersPerAddress, idleTimeout, classicRates),
                resets, rates, new PlugIns(hook, registry == null ? PeerRegistry.inMemory() : registry),
                store);
    }

    private @Nullable Bridge bridge() {
        if (joined != null && !(options.speaks(Protocol.CLASSIC) && options.speaks(Protocol.SESSION))) {
            throw new IllegalStateException("joinClassicWith needs a server that speaks both protocols");
        }
        return joined == null ? null : new Bridge(joined, ClassicForm.besideSessions(options.maxDatagramBytes()));
    }
}
