package io.github.udpchat.transport.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.Network;
import io.github.udpchat.network.UdpNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real UDP sockets on Linux, which send up to 64 and receive up to 32 datagrams in one system call.
 * Compared with {@link UdpNetwork}, a datagram costs less the more recipients a message has.
 *
 * <p>
 * Needs Linux on x86-64 or AArch64, JDK 22 or later, and native access: {@code --enable-native-access=ALL-UNNAMED}, or the
 * name of this module in place of {@code ALL-UNNAMED} where it is on the module path. Without that option the JDK prints a
 * warning, or refuses.
 *
 * <p>
 * It binds like {@link UdpNetwork}: a socket that is bound to {@code 0.0.0.0} or {@code ::} speaks IPv4 and IPv6, and names
 * itself {@code ::}. Where the JDK has no IPv6, because the system has none or by {@code java.net.preferIPv4Stack},
 * {@code 0.0.0.0} stands for IPv4 alone, and IPv6 addresses are refused.
 *
 * {@snippet :
 * Network network = LinuxUdpNetwork.isSupported() ? LinuxUdpNetwork.create() : UdpNetwork.create();
 * ChatServer server = ChatServer.builder().network(network).start();
 * }
 */
public final class LinuxUdpNetwork implements Network {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxUdpNetwork.class);
    private static final AtomicBoolean WARNED_OF_SMALL_BUFFER = new AtomicBoolean();

    /** The processors for which the layouts and constants of this package are right. */
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");

    private final Host host;
    private final Host receiveHost;

    private LinuxUdpNetwork(Host host, Host receiveHost) {
        this.host = host;
        this.receiveHost = receiveHost;
    }

    /**
     * A network with the threads of {@link Host#system()}, but with a platform thread, a daemon, for each socket's receive
     * loop: it blocks in native code, where a virtual thread would keep its carrier.
     *
     * @return the network
     * @throws UnsupportedOperationException if it can't work here; the message says why
     */
    public static LinuxUdpNetwork create() {
        requireSupported();
        return new LinuxUdpNetwork(Host.system(), Host.system(Thread.ofPlatform().daemon().factory()));
    }

    /**
     * A network with the application's threads.
     *
     * @param threads makes every thread of the endpoints on this network: platform threads, for example
     *                {@code Thread.ofPlatform().daemon().factory()}. It is asked for one at once, which is never started
     * @return the network
     * @throws IllegalArgumentException if they are virtual: one that receives would keep its carrier as long as the socket is
     *                                  open
     * @throws UnsupportedOperationException if it can't work here; the message says why
     */
    public static LinuxUdpNetwork withThreads(ThreadFactory threads) {
        Objects.requireNonNull(threads, "threads");
        requireSupported();
        Thread sample = threads.newThread(() -> {
        });
        if (sample != null && sample.isVirtual()) {
            throw new IllegalArgumentException("threads must make platform threads, but made " + sample);
        }
        Host host = Host.system(threads);
        return new LinuxUdpNetwork(host, host);
    }

    /** {@return whether this network works here; where it does not, {@link UdpNetwork} does} */
    public static boolean isSupported() {
        return obstacle(System.getProperty("os.name"), System.getProperty("os.arch")).isEmpty();
    }

    private static void requireSupported() {
        obstacle(System.getProperty("os.name"), System.getProperty("os.arch")).ifPresent(why -> {
            throw new UnsupportedOperationException("LinuxUdpNetwork can't work here: " + why
                    + ". UdpNetwork works everywhere");
        });
    }

    /** {@return what is in the way on such a system} */
    static Optional<String> obstacle(String system, String architecture) {
        if (!system.equals("Linux")) {
            return Optional.of("it needs Linux, and this is " + system);
        }
        if (!ARCHITECTURES.contains(architecture.toLowerCase(Locale.ROOT))) {
            return Optional.of("it needs x86-64 or AArch64, and this is " + architecture);
        }
        return NativeAccess.OBSTACLE;
    }

    /** Whether {@link Posix} can be loaded; asked once, for a class that could not says less the second time. */
    private static final class NativeAccess {

        static final Optional<String> OBSTACLE = obstacle();

        private static Optional<String> obstacle() {
            try {
                Posix.errorText(0);
                return Optional.empty();
            } catch (ExceptionInInitializerError e) {
                return Optional.of(e.getCause() instanceof IllegalCallerException
                        ? "native access is denied, allow it with --enable-native-access=ALL-UNNAMED"
                        : "the system calls can't be bound: " + e.getCause());
            } catch (LinkageError e) {
                return Optional.of("the system calls can't be bound: " + e);
            }
        }
    }

    @Override
    public DatagramTransport open(Binding binding) throws IOException {
        InetSocketAddress address = addressToBind(binding.address());
        int family = address.getAddress() instanceof Inet4Address ? Posix.AF_INET : Posix.AF_INET6;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Posix.newCallState(arena);
            int number = checked(Posix.socket(state, family));
            Descriptor descriptor = new Descriptor(number);
            try {
                if (family == Posix.AF_INET6) {
                    checked(Posix.setsockopt(state, number, Posix.IPPROTO_IPV6, Posix.IPV6_V6ONLY, 0));
                }
                if (binding.dontFragment()) {
                    forbidFragments(state, number, family);
                }
                setReceiveBuffer(state, number);
                MemorySegment name = arena.allocate(SocketName.MAX_BYTES, Long.BYTES);
                int nameBytes = SocketName.write(address, family, name, 0);
                checked(Posix.bind(state, number, name, nameBytes));
                checked(Posix.getsockname(state, number, name));
                return new LinuxTransport(descriptor, family, binding, receiveHost, SocketName.read(name, 0));
            } catch (IOException | RuntimeException | Error notOpened) {
                descriptor.close();
                throw notOpened;
            }
        }
    }

    /** An IPv6 socket sends IPv4 too, for which it has an option of its own. */
    private static void forbidFragments(MemorySegment state, int number, int family) throws IOException {
        checked(Posix.setsockopt(state, number, Posix.IPPROTO_IP, Posix.IP_MTU_DISCOVER, Posix.PMTUDISC_DO));
        if (family == Posix.AF_INET6) {
            checked(Posix.setsockopt(state, number, Posix.IPPROTO_IPV6, Posix.IPV6_MTU_DISCOVER, Posix.PMTUDISC_DO));
        }
    }

    /**
     * What the kernel is told in place of an address. Of 0.0.0.0 in its IPv6 form it would make a socket for IPv4 only; ::
     * means both. Other IPv4 addresses need no IPv6 socket, in which each system call costs a little more.
     */
    private static InetSocketAddress addressToBind(InetSocketAddress address) throws IOException {
        boolean ipv4 = address.getAddress() instanceof Inet4Address;
        if (ipv4 && !address.getAddress().isAnyLocalAddress()) {
            return address;
        }
        if (!jdkHasIpv6()) {
            if (ipv4) {
                return address;
            }
            throw new SocketException("Unsupported address type");
        }
        return ipv4 ? new InetSocketAddress(InetAddress.ofLiteral("::"), address.getPort()) : address;
    }

    /** Asked of the JDK, which looks at the system and its own options, so that both networks come to the same answer. */
    private static boolean jdkHasIpv6() throws IOException {
        try {
            DatagramChannel.open(StandardProtocolFamily.INET6).close();
            return true;
        } catch (UnsupportedOperationException noIpv6) {
            return false;
        }
    }

    @Override
    public Host host() {
        return host;
    }

    private static int checked(int result) throws SocketException {
        if (result < 0) {
            throw failure(-result);
        }
        return result;
    }

    /** {@return what the JDK's sockets throw for that error} */
    static SocketException failure(int errno) {
        String text = Posix.errorText(errno);
        return switch (errno) {
            case Posix.EADDRINUSE, Posix.EADDRNOTAVAIL, Posix.EACCES -> new BindException(text);
            default -> new SocketException(text);
        };
    }

    /** Asks for as much as {@link UdpNetwork} does. Linux answers with twice what it grants (socket(7)). */
    private static void setReceiveBuffer(MemorySegment state, int number) throws SocketException {
        int wanted = UdpNetwork.RECEIVE_BUFFER_BYTES;
        checked(Posix.setsockopt(state, number, Posix.SOL_SOCKET, Posix.SO_RCVBUF, wanted));
        int granted = checked(Posix.getsockopt(state, number, Posix.SOL_SOCKET, Posix.SO_RCVBUF)) / 2;
        if (granted < wanted && WARNED_OF_SMALL_BUFFER.compareAndSet(false, true)) {
            LOG.warn(
                    "The system grants a receive buffer of {} bytes where {} were asked for: bursts may lose datagrams."
                            + " Raise it with: sysctl -w net.core.rmem_max={}",
                    granted, wanted, wanted);
        }
    }
}
