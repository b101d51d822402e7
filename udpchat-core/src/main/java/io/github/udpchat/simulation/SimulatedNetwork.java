package io.github.udpchat.simulation;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.Network;

/**
 * A network in memory and in virtual time. Hand it to the builders of servers and clients, and they run, unchanged, in
 * the thread of the test:
 *
 * {@snippet :
 * try (SimulatedNetwork net = SimulatedNetwork.seeded(42)) {
 *     net.rule(LinkRule.loss(0.3));
 *     ChatServer server = ChatServer.builder().network(net).start();
 *     ChatClient ana = ChatClient.builder().network(net).server(server.localAddress()).name("Ana").connect();
 *     net.advance(Duration.ofMinutes(31));
 * }
 * }
 *
 * <p>
 * <b>Time</b> stands still while the test runs, and passes in {@link #advance}, {@link #advanceUntil}, and blocking calls:
 * {@code join} and {@code get} of the library's futures, and {@code awaitClosed}, run the simulation until they have
 * their answer. Every datagram takes {@value #LATENCY_MILLIS} ms, and more where a rule says so.
 *
 * <p>
 * <b>One seed, one course.</b> Whatever is random in the network or in the endpoints comes from the seed. The same calls
 * with the same seed give the same course on every machine; {@link #traceDigest} tells two courses apart.
 *
 * <p>
 * <b>One thread.</b> Everything on a simulation is called from the thread that made it. Listeners, admission hooks,
 * registries and codecs run there too, one at a time; a blocking call within one of them is answered with an
 * {@link IllegalStateException} that says what to do instead. ({@code CompletableFuture.allOf} and the like make futures of
 * the JDK, which know nothing of virtual time: wait for the library's futures one by one.) The wildcard address stands for the loopback address.
 */
public final class SimulatedNetwork implements Network, AutoCloseable {

    static final long LATENCY_MILLIS = 1;

    /** How long a datagram takes when no rule holds it up. */
    public static final Duration LATENCY = Duration.ofMillis(LATENCY_MILLIS);

    /** How much virtual time a call without a limit of its own waits before it fails: nothing will come any more. */
    public static final Duration PATIENCE = Duration.ofHours(24);

    private final VirtualTime time = new VirtualTime();
    private final Host host;
    private final Links links;

    private SimulatedNetwork(long seed) {
        SplittableRandom root = new SplittableRandom(seed);
        // Two sequences, so that one more rule on the links does not change what the endpoints draw.
        this.links = new Links(time, root.split());
        this.host = new SimulatedHost(time, root.split());
    }

    /**
     * A network on which nothing has happened yet.
     *
     * @param seed decides everything that is random
     * @return the network
     */
    public static SimulatedNetwork seeded(long seed) {
        return new SimulatedNetwork(seed);
    }

    @Override
    public DatagramTransport open(Binding binding) throws BindException {
        return links.open(binding);
    }

    @Override
    public Host host() {
        return host;
    }

    /**
     * Puts a rule into force, after those that are in force already.
     *
     * @param rule the rule
     * @return the means to take it out again
     */
    public InstalledRule rule(LinkRule rule) {
        return links.install(Objects.requireNonNull(rule, "rule"));
    }

    /**
     * Gives an endpoint another port, as seen by all others, at the same host; see
     * {@link #rebind(InetSocketAddress, InetAddress)}. So does a NAT that has forgotten the endpoint.
     *
     * @param endpoint its own address, as its {@code localAddress()} tells
     * @return the address at which it is seen from now on
     * @throws IllegalArgumentException if no endpoint is open there
     */
    public InetSocketAddress rebind(InetSocketAddress endpoint) {
        return rebind(endpoint, endpoint.getAddress());
    }

    /**
     * Gives an endpoint another address, as seen by all others: what it sends comes from there from now on, what is sent there
     * reaches it, and what is sent to the address before reaches nobody. So it is for a phone that changes networks. The endpoint
     * itself notices nothing. May be called any number of times.
     *
     * @param endpoint its own address, as its {@code localAddress()} tells
     * @param host     where it is seen, at a port that is free there
     * @return the address at which it is seen from now on
     * @throws IllegalArgumentException if no endpoint is open there
     */
    public InetSocketAddress rebind(InetSocketAddress endpoint, InetAddress host) {
        return links.rebind(endpoint, Objects.requireNonNull(host, "host"));
    }

    /**
     * Cuts an endpoint off for good, as the end of its process would: it says no word more, nothing reaches it, and its address
     * is free for another one. What its program does besides goes on, and it is to be closed like any other.
     *
     * @param endpoint its own address, as its {@code localAddress()} tells
     * @throws IllegalArgumentException if no endpoint is open there
     */
    public void crash(InetSocketAddress endpoint) {
        links.crash(endpoint);
    }

    /** {@return how much time has passed since the simulation began} */
    public Duration now() {
        return Duration.ofNanos(time.now());
    }

    /**
     * Lets time pass, and everything happen that falls into it.
     *
     * @param duration how much, zero or more
     * @throws IllegalStateException if called in a callback of this simulation or from another thread
     */
    public void advance(Duration duration) {
        time.runUntil(() -> false, end(duration));
    }

    /**
     * Lets time pass until a condition holds. The condition is looked at first, and then after each thing that happens.
     *
     * @param condition what is waited for
     * @param limit     how much time may pass, zero or more
     * @return whether the condition holds; if not, the limit has passed
     * @throws IllegalStateException if called in a callback of this simulation or from another thread
     */
    public boolean advanceUntil(BooleanSupplier condition, Duration limit) {
        return time.runUntil(condition, end(limit));
    }

    private long end(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration must be zero or more, was " + duration);
        }
        return time.after(duration);
    }

    /** {@return how many datagrams were sent so far, those lost included} */
    public long datagramsSent() {
        return links.sent();
    }

    /** {@return how many datagrams have reached somebody so far, copies included} */
    public long datagramsDelivered() {
        return links.delivered();
    }

    /** {@return the addresses at which an endpoint is open, in the order of opening: what a test forgot to close} */
    public List<InetSocketAddress> openEndpoints() {
        return links.openEndpoints();
    }

    /**
     * A digest of the course so far: of every datagram sent and every one that arrived, with its time and addresses.
     *
     * @return SHA-256 in hexadecimal
     */
    public String traceDigest() {
        return links.traceDigest();
    }

    /** Ends the simulation: nothing happens in it any more, and waiting in it fails. */
    @Override
    public void close() {
        time.close();
    }
}
