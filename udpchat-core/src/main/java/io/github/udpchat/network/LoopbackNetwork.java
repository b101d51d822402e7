package io.github.udpchat.network;

import java.net.BindException;
import java.util.concurrent.atomic.AtomicLong;

import io.github.udpchat.internal.address.AddressSpace;

/**
 * A network in memory, with real threads and real time: what a unit test uses that wants neither sockets nor virtual
 * time. Every endpoint on one {@code LoopbackNetwork} reaches every other and nothing else; addresses are only names, so
 * any number of these networks can use the same ports at once.
 *
 * <p>
 * Nothing is delayed, reordered or duplicated. A datagram is lost when nobody is bound to its address, or when its
 * recipient's inbox already holds {@value #INBOX_DATAGRAMS} datagrams. The wildcard address stands for the loopback
 * address. There is nothing to close: a network is garbage once its endpoints are closed.
 *
 * {@snippet :
 * LoopbackNetwork net = LoopbackNetwork.create();
 * try (ChatServer server = ChatServer.builder().network(net).start();
 *         ChatClient ana = ChatClient.builder().network(net).server(server.localAddress()).name("Ana").connect()) {
 *     ana.lobby().send("no socket was opened").join();
 * }
 * }
 */
public final class LoopbackNetwork implements Network {

    /** How many datagrams an endpoint's inbox holds; one more is lost, and counted in {@link #lostDatagrams}. */
    public static final int INBOX_DATAGRAMS = 4096;

    private final AddressSpace<LoopbackTransport> addresses = new AddressSpace<>();
    private final AtomicLong lostDatagrams = new AtomicLong();

    private LoopbackNetwork() {}

    /** {@return a new network without endpoints} */
    public static LoopbackNetwork create() {
        return new LoopbackNetwork();
    }

    @Override
    public DatagramTransport open(Binding binding) throws BindException {
        return addresses.bind(
                binding.address(),
                address -> new LoopbackTransport(addresses, address, binding, host(), lostDatagrams));
    }

    @Override
    public Host host() {
        return Host.system();
    }

    /** {@return how many datagrams were lost, for want of a recipient or of room in its inbox} */
    public long lostDatagrams() {
        return lostDatagrams.get();
    }
}
