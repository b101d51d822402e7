package io.github.udpchat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.udpchat.codec.Codec;
import io.github.udpchat.internal.classic.ClassicLimits;
import io.github.udpchat.internal.classic.ClassicServer;
import io.github.udpchat.internal.classic.ClassicSpeaker;
import io.github.udpchat.internal.engine.PlugIns;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.server.ServerMachine;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Network;
import io.github.udpchat.registry.PeerRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link ChatServer}. Every option has a default but {@link #protocol}. Not safe for use by several
 * threads; may be used for several servers, one after another.
 */
public final class ChatServerBuilder {

    private static final int DEFAULT_MAX_PEERS = 256;
    private static final int DEFAULT_MAX_PEERS_PER_ADDRESS = 8;
    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(30);

    /** Longer silence than this can't be counted in nanoseconds. */
    private static final Duration LONGEST_IDLE_TIMEOUT = Duration.ofDays(36_500);

    private final EndpointOptions options = new EndpointOptions();
    private final Subscriptions subscriptions = new Subscriptions();
    private InetSocketAddress bind = EndpointOptions.unresolved("127.0.0.1", ChatServer.DEFAULT_PORT);
    private String name = "server";
    private int maxPeers = DEFAULT_MAX_PEERS;
    private int maxPeersPerAddress = DEFAULT_MAX_PEERS_PER_ADDRESS;
    private Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
    private Function<? super AdmissionRequest, ? extends Admission> hook = request -> Admission.accept(request.name());
    private @Nullable PeerRegistry registry;
    private ChatServerListener listener = ChatServer.NOBODY;

    ChatServerBuilder() {}

    /**
     * Which protocol the server speaks. Must be called: a protocol without authentication and encryption is never chosen
     * silently.
     *
     * @param protocol the protocol
     * @return this
     */
    public ChatServerBuilder protocol(Protocol protocol) {
        options.protocol(protocol);
        return this;
    }

    /**
     * Where to listen. Default: 127.0.0.1, port {@value ChatServer#DEFAULT_PORT}.
     *
     * @param host a host name or an IPv4 or IPv6 address, looked up by {@link #start}; {@code 0.0.0.0} or {@code ::} for
     *             every address of this machine
     * @param port 0 to 65535; 0 for any free port, see {@link ChatServer#localAddress}
     * @return this
     * @throws IllegalArgumentException if the host is blank or the port out of range
     */
    public ChatServerBuilder bind(String host, int port) {
        return bind(EndpointOptions.unresolved(host, port));
    }

    /**
     * Where to listen, as people write it.
     *
     * @param hostAndPort {@code HOST:PORT}, see {@link #bind(String, int)}; an IPv6 address in brackets
     * @return this
     * @throws IllegalArgumentException if it has another form
     */
    public ChatServerBuilder bind(String hostAndPort) {
        return bind(EndpointOptions.parsed(hostAndPort));
    }

    /**
     * Where to listen.
     *
     * @param address the address, see {@link #bind(String, int)}
     * @return this
     */
    public ChatServerBuilder bind(InetSocketAddress address) {
        bind = Objects.requireNonNull(address, "address");
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
     * Hears what members say in {@link RoomId#CLASSIC}, in the application's own message type, from the first message on,
     * beside the other listener. May be called several times. See {@link TypedRoom#onMessage}.
     *
     * @param <T>      that type
     * @param codec    reads the messages
     * @param listener hears them
     * @return this
     */
    public <T> ChatServerBuilder listener(Codec<T> codec, Consumer<? super TypedMessage<T>> listener) {
        subscriptions.add(RoomId.CLASSIC, Objects.requireNonNull(codec, "codec"), listener);
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
     * The longest datagram that is read and sent. Default: 1024, which is all that the original program reads. A longer
     * one that arrives is dropped and counted as {@link io.github.udpchat.model.DropReason#TOO_LARGE}; a longer message of
     * the application's is refused with an exception.
     *
     * @param bytes 1 to {@value io.github.udpchat.network.Binding#MAX_DATAGRAM_BYTES}
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public ChatServerBuilder maxDatagramBytes(int bytes) {
        options.maxDatagramBytes(bytes);
        return this;
    }

    /**
     * Which messages go when the listener is too slow. Default: {@link Overflow#DROP_OLDEST}.
     *
     * @param overflow the choice
     * @return this
     */
    public ChatServerBuilder overflow(Overflow overflow) {
        options.overflow(overflow);
        return this;
    }

    /**
     * The network to be on. Default: {@link io.github.udpchat.network.UdpNetwork#create}, real sockets.
     *
     * @param network the network
     * @return this
     */
    public ChatServerBuilder network(Network network) {
        options.network(network);
        return this;
    }

    /**
     * Binds the address and starts the server. Its threads do not keep the JVM alive: a program that has nothing else to do
     * calls {@link ChatServer#awaitClosed}.
     *
     * @return the running server
     * @throws StartFailedException     if the host is unknown or the address can't be bound
     * @throws IllegalStateException    if no protocol was chosen
     * @throws IllegalArgumentException if the server's name can't be used
     */
    public ChatServer start() {
        options.requireProtocol();
        ClassicSpeaker speaker = new ClassicSpeaker(name, options.maxDatagramBytes());
        Network network = options.network();
        InetSocketAddress address = EndpointOptions.resolved(bind);
        Binding binding = new Binding(address, options.maxDatagramBytes(), "server");
        Hub hub = new Hub(maxPeers, RoomId.CLASSIC, network.host().random().nextLong());
        ServerMachine machine = new ServerMachine(hub, new ClassicServer(
                hub,
                new ClassicLimits(options.maxDatagramBytes(), maxPeersPerAddress, idleTimeout),
                new AddressKeys(network.host().random().nextLong())));
        DatagramTransport transport = open(network, binding);
        return ChatServer.start(
                machine, transport, binding, options,
                new PlugIns(hook, registry == null ? PeerRegistry.inMemory() : registry), speaker, listener,
                subscriptions.copy());
    }

    private static DatagramTransport open(Network network, Binding binding) {
        try {
            return network.open(binding);
        } catch (IOException e) {
            throw new StartFailedException(
                    "Can't listen at " + EndpointOptions.shown(binding.address()) + ": " + e.getMessage(), e);
        }
    }
}
