package io.github.udpchat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.udpchat.internal.classic.ClassicSpeaker;
import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.session.ApplicationId;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.Network;
import io.github.udpchat.network.UdpNetwork;
import org.jspecify.annotations.Nullable;

/** The options that servers and clients have in common, with the checks of them. Owned by one builder. */
final class EndpointOptions {

    /** What an endpoint is ready to receive in a session: PROTOCOL.md, section 2.2. */
    private static final Limits SESSION_LIMITS = new Limits(Limits.KNOWS_MODEL, Limits.LONGEST_MESSAGE_BYTES,
            256 * 1024, 64,
            30);

    private static final long MOST_HELD_BYTES = 256L * 1024 * 1024;
    private static final long MOST_HISTORY_BYTES = 64L * 1024 * 1024;
    private static final int DEFAULT_MAX_DATAGRAM_BYTES = 1024;
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]\\s]+]|[^\\[\\]:/\\s]+):(\\d{1,5})");

    private Network network = UdpNetwork.create();
    private Overflow overflow = Overflow.DROP_OLDEST;
    private int maxDatagramBytes = DEFAULT_MAX_DATAGRAM_BYTES;
    private Set<Protocol> protocols = EnumSet.of(Protocol.SESSION);
    private String application = ApplicationId.DEFAULT_NAME;
    private @Nullable Identity identity;
    private boolean acceptsPlaintext;

    void network(Network chosen) {
        network = Objects.requireNonNull(chosen, "network");
    }

    Network network() {
        return network;
    }

    void overflow(Overflow chosen) {
        overflow = Objects.requireNonNull(chosen, "overflow");
    }

    Overflow overflow() {
        return overflow;
    }

    void maxDatagramBytes(int bytes) {
        if (bytes < 1 || bytes > Binding.MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException(
                    "maxDatagramBytes must be 1 to " + Binding.MAX_DATAGRAM_BYTES + ", was " + bytes);
        }
        maxDatagramBytes = bytes;
    }

    int maxDatagramBytes() {
        return maxDatagramBytes;
    }

    void protocols(Protocol chosen, Protocol... more) {
        protocols = EnumSet.of(Objects.requireNonNull(chosen, "protocol"), more);
    }

    boolean speaks(Protocol protocol) {
        return protocols.contains(protocol);
    }

    void application(String name) {
        if (Objects.requireNonNull(name, "name").isEmpty()) {
            throw new IllegalArgumentException("the application's name must not be empty");
        }
        application = name;
    }

    long applicationId() {
        return ApplicationId.of(application);
    }

    void identity(Identity chosen) {
        identity = Objects.requireNonNull(chosen, "identity");
    }

    void acceptPlaintext(boolean accepted) {
        acceptsPlaintext = accepted;
    }

    /** What the endpoint is ready to receive in a session. */
    Limits sessionLimits() {
        return acceptsPlaintext ? SESSION_LIMITS.with(Limits.KNOWS_MODEL | Limits.ACCEPTS_PLAINTEXT) : SESSION_LIMITS;
    }

    /** The identity that was chosen, or one for this time alone. */
    Identity identity() {
        return identity == null ? Identity.fresh(network.host().random()) : identity;
    }

    /** Randomness for the machines, from the host. */
    Entropy entropy() {
        return network.host().random()::nextBytes;
    }

    /** How many bytes of messages the sessions of a server may hold together: 256 MiB, or a quarter of the heap if that is less. */
    static long mostHeldBytes() {
        return Math.min(MOST_HELD_BYTES, Runtime.getRuntime().maxMemory() / 4);
    }

    /** How many bytes of messages the rooms of a server remember together: 64 MiB, or an eighth of the heap if that is less. */
    static long mostHistoryBytes() {
        return Math.min(MOST_HISTORY_BYTES, Runtime.getRuntime().maxMemory() / 8);
    }

    /** What an endpoint binds: a session's packets must fit, and must not be cut into pieces. */
    Binding binding(InetSocketAddress address, String label) {
        boolean sessions = speaks(Protocol.SESSION);
        int longest = speaks(Protocol.CLASSIC) ? maxDatagramBytes : 0;
        return sessions
                ? new Binding(address, Math.max(longest, PacketType.MAX_DATAGRAM_BYTES), label,
                        longest <= PacketType.MAX_DATAGRAM_BYTES)
                : new Binding(address, longest, label);
    }

    /** A name, if something can be said under it on any protocol that there is. */
    static String speakable(String name) {
        return new ClassicSpeaker(Objects.requireNonNull(name, "name"), Binding.MAX_DATAGRAM_BYTES).name();
    }

    /** An address whose host name is looked up later, so that a builder never blocks. */
    static InetSocketAddress unresolved(String host, int port) {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be blank, was \"" + host + "\"");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
        }
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** An address as people write it. */
    static String shown(InetSocketAddress address) {
        String host = PrintableText.of(address.getAddress().getHostAddress());
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Reads an address as people write it. */
    static InetSocketAddress parsed(String hostAndPort) {
        Matcher parts = HOST_AND_PORT.matcher(Objects.requireNonNull(hostAndPort, "hostAndPort"));
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "address must be HOST:PORT, an IPv6 address in brackets, was \"" + PrintableText.of(hostAndPort)
                            + "\"");
        }
        return unresolved(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    /** Looks up the host name of an address, if it has one that was not looked up. */
    static InetSocketAddress resolved(InetSocketAddress address) {
        if (!address.isUnresolved()) {
            return address;
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(address.getHostString()), address.getPort());
        } catch (UnknownHostException e) {
            throw new StartFailedException("Unknown host: " + PrintableText.of(address.getHostString()), e);
        }
    }
}
