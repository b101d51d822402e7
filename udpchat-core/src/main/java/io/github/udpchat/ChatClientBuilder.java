package io.github.udpchat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.github.udpchat.codec.Codec;
import io.github.udpchat.internal.address.Addresses;
import io.github.udpchat.internal.classic.ClassicClient;
import io.github.udpchat.internal.classic.ClassicSpeaker;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Network;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link ChatClient}. Every option has a default but {@link #protocol}. Not safe for use by several
 * threads; may be used for several clients, one after another.
 */
public final class ChatClientBuilder {

    private static final int FIRST_LOCAL_PORT = 6000;
    private static final int LAST_LOCAL_PORT = 10_000;

    /** So many random ports are tried; the chance that all are busy although a tenth of them is free is below 0.01 %. */
    private static final int PORT_TRIES = 100;

    private static final int FIRST_GUEST = 1000;
    private static final int LAST_GUEST = 9999;

    private final EndpointOptions options = new EndpointOptions();
    private final Subscriptions subscriptions = new Subscriptions();
    private InetSocketAddress server = EndpointOptions.unresolved("127.0.0.1", ChatServer.DEFAULT_PORT);
    private @Nullable InetSocketAddress bind;
    private @Nullable String name;
    private ChatClientListener listener = message -> {
    };

    ChatClientBuilder() {}

    /**
     * Which protocol the client speaks. Must be called: a protocol without authentication and encryption is never chosen
     * silently.
     *
     * @param protocol the protocol
     * @return this
     */
    public ChatClientBuilder protocol(Protocol protocol) {
        options.protocol(protocol);
        return this;
    }

    /**
     * Where the server is. Default: 127.0.0.1, port {@value ChatServer#DEFAULT_PORT}.
     *
     * @param host a host name or an IPv4 or IPv6 address, looked up by {@link #connect}
     * @param port 1 to 65535
     * @return this
     * @throws IllegalArgumentException if the host is blank or the port out of range
     */
    public ChatClientBuilder server(String host, int port) {
        return server(EndpointOptions.unresolved(host, port));
    }

    /**
     * Where the server is, as people write it.
     *
     * @param hostAndPort {@code HOST:PORT}, see {@link #server(String, int)}; an IPv6 address in brackets
     * @return this
     * @throws IllegalArgumentException if it has another form, or the port is 0
     */
    public ChatClientBuilder server(String hostAndPort) {
        return server(EndpointOptions.parsed(hostAndPort));
    }

    /**
     * Where the server is.
     *
     * @param address its address, with a port that is not 0; the wildcard address stands for this machine
     * @return this
     * @throws IllegalArgumentException if the port is 0
     */
    public ChatClientBuilder server(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        if (address.getPort() == 0) {
            throw new IllegalArgumentException("the server's port must be 1 to 65535, was 0");
        }
        server = address;
        return this;
    }

    /**
     * The name to register with and to put in front of each line. Default: {@code Guest} and a random number from 1000 to
     * 9999.
     *
     * @param name not empty, not {@code qqq}, without {@code ]->}, and at least 5 bytes shorter than a datagram may be
     * @return this
     * @throws IllegalArgumentException if the name can't be used; by {@link #connect} if it is too long
     */
    public ChatClientBuilder name(String name) {
        this.name = EndpointOptions.speakable(name);
        return this;
    }

    /**
     * The local address to bind. Default: a random free port from 6000 to 10000, on loopback if the server is there,
     * otherwise on every address of this machine.
     *
     * @param host a host name or an IPv4 or IPv6 address, looked up by {@link #connect}
     * @param port 0 to 65535; 0 for any free port, see {@link ChatClient#localAddress}
     * @return this
     * @throws IllegalArgumentException if the host is blank or the port out of range
     */
    public ChatClientBuilder bind(String host, int port) {
        return bind(EndpointOptions.unresolved(host, port));
    }

    /**
     * The local address to bind.
     *
     * @param address the address, see {@link #bind(String, int)}
     * @return this
     */
    public ChatClientBuilder bind(InetSocketAddress address) {
        bind = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * Hears what happens. Default: nobody.
     *
     * @param listener the listener
     * @return this
     */
    public ChatClientBuilder listener(ChatClientListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Hears what is said in the room that the client is in from the start, in the application's own message type, from the
     * first message on, beside the other listener. May be called several times. See {@link TypedRoom#onMessage}.
     *
     * @param <T>      that type
     * @param codec    reads the messages
     * @param listener hears them
     * @return this
     */
    public <T> ChatClientBuilder listener(Codec<T> codec, Consumer<? super TypedMessage<T>> listener) {
        subscriptions.add(RoomId.CLASSIC, Objects.requireNonNull(codec, "codec"), listener);
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
    public ChatClientBuilder maxDatagramBytes(int bytes) {
        options.maxDatagramBytes(bytes);
        return this;
    }

    /**
     * Which messages go when the listener is too slow. Default: {@link Overflow#DROP_OLDEST}.
     *
     * @param overflow the choice
     * @return this
     */
    public ChatClientBuilder overflow(Overflow overflow) {
        options.overflow(overflow);
        return this;
    }

    /**
     * The network to be on. Default: {@link io.github.udpchat.network.UdpNetwork#create}, real sockets.
     *
     * @param network the network
     * @return this
     */
    public ChatClientBuilder network(Network network) {
        options.network(network);
        return this;
    }

    /**
     * Binds a local address and registers with the server. The classic protocol has no answer to that: this succeeds
     * whether or not there is a server, and returns before the server has let the client in. What others say until then is
     * not heard. The client's threads do not keep the JVM alive.
     *
     * @return the running client
     * @throws StartFailedException     if a host is unknown or no local address can be bound
     * @throws IllegalStateException    if no protocol was chosen
     * @throws IllegalArgumentException if the name can't be used
     */
    public ChatClient connect() {
        options.requireProtocol();
        Network network = options.network();
        RandomGenerator random = network.host().random();
        String chosenName = name == null ? "Guest" + random.nextInt(FIRST_GUEST, LAST_GUEST + 1) : name;
        ClassicSpeaker speaker = new ClassicSpeaker(chosenName, options.maxDatagramBytes());
        InetSocketAddress serverAddress = Addresses.reachable(EndpointOptions.resolved(server));
        ClassicClient machine = new ClassicClient(serverAddress, chosenName, options.maxDatagramBytes());
        DatagramTransport transport = bind == null ? openAtRandomPort(serverAddress)
                : open(EndpointOptions.resolved(bind));
        Binding binding = binding(transport.localAddress());
        return ChatClient.start(machine, transport, binding, options, speaker, serverAddress, listener,
                subscriptions.copy());
    }

    private DatagramTransport openAtRandomPort(InetSocketAddress serverAddress) {
        InetAddress server = serverAddress.getAddress();
        InetAddress local = server.isLoopbackAddress() ? server : Addresses.wildcardLike(server);
        RandomGenerator random = options.network().host().random();
        IOException last = new BindException("no port was tried");
        for (int tries = 1; tries <= PORT_TRIES; tries++) {
            try {
                int port = random.nextInt(FIRST_LOCAL_PORT, LAST_LOCAL_PORT + 1);
                return options.network().open(binding(new InetSocketAddress(local, port)));
            } catch (BindException busy) {
                last = busy;
            } catch (IOException e) {
                throw notBound(local.getHostAddress(), e);
            }
        }
        throw notBound(
                local.getHostAddress() + ", at " + PORT_TRIES + " random ports from " + FIRST_LOCAL_PORT + " to "
                        + LAST_LOCAL_PORT,
                last);
    }

    private DatagramTransport open(InetSocketAddress local) {
        try {
            return options.network().open(binding(local));
        } catch (IOException e) {
            throw notBound(EndpointOptions.shown(local), e);
        }
    }

    private Binding binding(InetSocketAddress local) {
        return new Binding(local, options.maxDatagramBytes(), "client");
    }

    private static StartFailedException notBound(String where, IOException e) {
        return new StartFailedException("Can't bind " + where + ": " + e.getMessage(), e);
    }
}
