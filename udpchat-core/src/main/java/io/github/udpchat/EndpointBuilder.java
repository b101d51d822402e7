package io.github.udpchat;

import io.github.udpchat.model.Overflow;
import io.github.udpchat.network.Network;

/**
 * The options that servers and clients have in common.
 *
 * @param <B> the builder that it is
 */
public abstract sealed class EndpointBuilder<B extends EndpointBuilder<B>>
        permits ChatServerBuilder, ChatClientBuilder {

    final EndpointOptions options = new EndpointOptions();

    EndpointBuilder() {}

    abstract B self();

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
