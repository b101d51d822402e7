package io.github.udpchat;

import java.net.InetSocketAddress;
import java.util.Objects;

import io.github.udpchat.codec.Codec;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.Network;
import org.jspecify.annotations.Nullable;

/**
 * The options that servers and clients have in common.
 *
 * {@snippet :
 * LoopbackNetwork net = LoopbackNetwork.create();
 * ChatServer server = ChatServer.builder().bind("127.0.0.1", 0).network(net).start();
 * ChatClient client = ChatClient.builder().server(server.localAddress()).network(net).name("Ana").connect();
 * }
 *
 * @param <B> the builder that it is
 */
public abstract sealed class EndpointBuilder<B extends EndpointBuilder<B>>
        permits ChatServerBuilder, ChatClientBuilder {

    final EndpointOptions options = new EndpointOptions();
    final Subscriptions subscriptions = new Subscriptions();
    @Nullable InetSocketAddress bind;

    EndpointBuilder() {}

    abstract B self();

    /**
     * The local address to bind. Default: of a server 127.0.0.1 and port {@value ChatServer#DEFAULT_PORT}; of a client any free port
     * (on classic a random one from 6000 to 10000), on loopback if the server is there, otherwise on every address of this
     * machine.
     *
     * @param host a host name or an IPv4 or IPv6 address, looked up at the start; {@code 0.0.0.0} or {@code ::} for every
     *             address of this machine
     * @param port 0 to 65535; 0 for any free port, see {@code localAddress()}
     * @return this
     * @throws IllegalArgumentException if the host is blank or the port out of range
     */
    public B bind(String host, int port) {
        return bind(EndpointOptions.unresolved(host, port));
    }

    /**
     * The local address to bind, as people write it.
     *
     * @param hostAndPort {@code HOST:PORT}, see {@link #bind(String, int)}; an IPv6 address in brackets
     * @return this
     * @throws IllegalArgumentException if it has another form
     */
    public B bind(String hostAndPort) {
        return bind(EndpointOptions.parsed(hostAndPort));
    }

    /**
     * The local address to bind.
     *
     * @param address the address, see {@link #bind(String, int)}
     * @return this
     */
    public B bind(InetSocketAddress address) {
        bind = Objects.requireNonNull(address, "address");
        return self();
    }

    /**
     * Hears what is said in the room in which everybody is from the start, {@link RoomId#LOBBY} or {@link RoomId#CLASSIC}, in the
     * application's own message type, from the first message on, beside the other listener. May be called several times. See
     * {@link TypedRoom#onMessage}.
     *
     * @param <T>      that type
     * @param codec    reads the messages
     * @param listener hears them
     * @return this
     */
    public <T> B listener(Codec<T> codec, TypedListener<T> listener) {
        subscriptions.add(RoomId.LOBBY, Objects.requireNonNull(codec, "codec"), listener);
        subscriptions.add(RoomId.CLASSIC, codec, listener);
        return self();
    }

    /**
     * Which application the endpoint belongs to, on the session protocol. Servers and clients of different ones do not talk to each other. Default:
     * {@code udpchat}.
     *
     * @param name its name, not empty
     * @return this
     * @throws IllegalArgumentException if it is empty
     */
    public B application(String name) {
        options.application(name);
        return self();
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
    public B maxDatagramBytes(int bytes) {
        options.maxDatagramBytes(bytes);
        return self();
    }

    /**
     * Which messages go when the listener is too slow, on the classic protocol. Default: {@link Overflow#DROP_OLDEST}.
     *
     * @param overflow the choice
     * @return this
     */
    public B overflow(Overflow overflow) {
        options.overflow(overflow);
        return self();
    }

    /**
     * The network to be on. Default: {@link io.github.udpchat.network.UdpNetwork#create}, real sockets.
     *
     * @param network the network
     * @return this
     */
    public B network(Network network) {
        options.network(network);
        return self();
    }
}
