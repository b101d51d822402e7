package io.github.udpchat.simulation;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.address.AddressSpace;
import io.github.udpchat.internal.address.Addresses;
import io.github.udpchat.model.Payload;
import io.github.udpchat.network.Binding;

/** What lies between the endpoints of a simulation: addresses, rules, and the datagrams on their way. */
final class Links {

    /** Longer than any time of a simulation. */
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Trace trace = new Trace();
    private final AddressSpace<SimulatedTransport> addresses = new AddressSpace<>();
    private final Set<SimulatedTransport> open = new LinkedHashSet<>();
    private final List<Installed> rules = new ArrayList<>();
    private long sent;
    private long delivered;

    private record Copy(byte[] bytes, Duration delay) {}

    private final class Installed implements InstalledRule {

        private final LinkRule rule;

        Installed(LinkRule rule) {
            this.rule = rule;
        }

        @Override
        public void remove() {
            time.requireOwner();
            rules.remove(this);
        }
    }

    Links(VirtualTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    InstalledRule install(LinkRule rule) {
        time.requireOwner();
        Installed installed = new Installed(rule);
        rules.add(installed);
        return installed;
    }

    SimulatedTransport open(Binding binding) throws BindException {
        time.requireOwner();
        SimulatedTransport transport = addresses.bind(binding.address(),
                address -> new SimulatedTransport(this, address, binding));
        open.add(transport);
        return transport;
    }

    void release(SimulatedTransport transport) {
        time.requireOwner();
        addresses.release(transport.localAddress(), transport);
        addresses.release(transport.seenAddress(), transport);
        open.remove(transport);
    }

    /** An endpoint is seen at another address from now on. Its own stays taken. */
    InetSocketAddress rebind(InetSocketAddress endpoint, InetAddress host) {
        SimulatedTransport transport = openAt(endpoint);
        InetSocketAddress before = transport.seenAddress();
        try {
            addresses.bind(new InetSocketAddress(host, 0), address -> {
                transport.isSeenAt(address);
                return transport;
            });
        } catch (BindException full) {
            throw new IllegalStateException("every port at " + host + " is taken", full);
        }
        if (!before.equals(transport.localAddress())) {
            addresses.release(before, transport);
        }
        return transport.seenAddress();
    }

    /** An endpoint is gone without a word. */
    void crash(InetSocketAddress endpoint) {
        openAt(endpoint).close();
    }

    private SimulatedTransport openAt(InetSocketAddress endpoint) {
        time.requireOwner();
        return open.stream().filter(transport -> transport.localAddress().equals(endpoint)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no endpoint is open at " + endpoint));
    }

    void soon(Runnable action) {
        time.schedule(time.now(), action);
    }

    void send(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {
        sent++;
        InetSocketAddress recipient = Addresses.reachable(to);
        byte[] bytes = Payload.copyOf(datagram).toByteArray();
        List<Copy> copies = List.of(new Copy(bytes, SimulatedNetwork.LATENCY));
        for (Installed installed : List.copyOf(rules)) {
            copies = judged(installed.rule, from, recipient, copies);
        }
        trace.sent(time.now(), from, recipient, bytes, copies.size());
        for (Copy copy : copies) {
            time.schedule(time.after(copy.delay()), () -> deliver(from, recipient, copy.bytes()));
        }
    }

    private List<Copy> judged(LinkRule rule, InetSocketAddress from, InetSocketAddress to, List<Copy> copies) {
        List<Copy> left = new ArrayList<>(copies.size());
        for (Copy copy : copies) {
            Transit transit = new Transit(from, to, Payload.copyOf(copy.bytes()), Duration.ofNanos(time.now()));
            switch (verdict(rule, transit)) {
                case Verdict.Pass pass -> left.add(copy);
                case Verdict.Drop drop -> {
                    // Lost: nothing goes on.
                }
                case Verdict.Delay(Duration by) -> left.add(new Copy(copy.bytes(), plus(copy.delay(), by)));
                case Verdict.Duplicate(Duration after) -> {
                    left.add(copy);
                    left.add(new Copy(copy.bytes(), plus(copy.delay(), after)));
                }
                case Verdict.Corrupt(int bit) -> left.add(new Copy(corrupted(copy.bytes(), bit), copy.delay()));
            }
        }
        return left;
    }

    /** A rule that fails lets the datagram pass, and fails the test when time passes next: no endpoint is to blame. */
    private Verdict verdict(LinkRule rule, Transit transit) {
        Verdict[] verdict = {new Verdict.Pass()};
        time.run(() -> {
            try {
                verdict[0] = Objects.requireNonNull(rule.judge(transit, random), "LinkRule.judge answered null");
            } catch (Throwable thrown) {
                time.failLater(thrown);
            }
        });
        return verdict[0];
    }

    private static Duration plus(Duration delay, Duration more) {
        boolean tooLong = more.compareTo(FOREVER) > 0 || delay.compareTo(FOREVER) > 0;
        return tooLong ? FOREVER : delay.plus(more);
    }

    private static byte[] corrupted(byte[] bytes, int bit) {
        byte[] corrupted = bytes.clone();
        if (corrupted.length > 0) {
            int position = (int) (bit % (8L * corrupted.length));
            corrupted[position / 8] ^= (byte) (1 << (position % 8));
        }
        return corrupted;
    }

    private void deliver(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        SimulatedTransport bound = addresses.find(to);
        SimulatedTransport recipient = bound != null && bound.seenAddress().equals(to) ? bound : null;
        trace.arrived(time.now(), from, to, bytes, recipient != null);
        if (recipient != null) {
            delivered++;
            recipient.receive(from, bytes);
        }
    }

    List<InetSocketAddress> openEndpoints() {
        time.requireOwner();
        return open.stream().map(SimulatedTransport::localAddress).toList();
    }

    long sent() {
        time.requireOwner();
        return sent;
    }

    long delivered() {
        time.requireOwner();
        return delivered;
    }

    String traceDigest() {
        time.requireOwner();
        return trace.digest();
    }
}
