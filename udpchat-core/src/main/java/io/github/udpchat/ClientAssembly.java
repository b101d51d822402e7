package io.github.udpchat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.address.Addresses;
import io.github.udpchat.internal.classic.ClassicClient;
import io.github.udpchat.internal.classic.ClassicSpeaker;
import io.github.udpchat.internal.engine.HostFuture;
import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.internal.session.ClientSettings;
import io.github.udpchat.internal.session.SessionClient;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * Puts a client together from its options, and starts it. Owned by one call of {@link ChatClientBuilder#connect} or
 * {@link ChatClientBuilder#connectAsync}.
 */
final class ClientAssembly {

    private static final int FIRST_LOCAL_PORT = 6000;
    private static final int LAST_LOCAL_PORT = 10_000;

    /** So many random ports are tried; the chance that all are busy although a tenth of them is free is below 0.01 %. */
    private static final int PORT_TRIES = 100;

    private final EndpointOptions options;
    private final InetSocketAddress server;
    private final InetSocketAddress serverAddress;
    private final String name;

    /** What only the session protocol has. */
    record SessionOptions(@Nullable Trust trust, Payload token, Duration connectTimeout, ReconnectPolicy reconnect,
            int recall) {}

    ClientAssembly(EndpointOptions options, InetSocketAddress server, String name) {
        this.options = options;
        this.server = server;
        this.serverAddress = Addresses.reachable(EndpointOptions.resolved(server));
        this.name = name;
    }

    // ---- classic

    ChatClient classic(@Nullable InetSocketAddress bind, ChatClientListener listener, Subscriptions subscriptions) {
        ClassicSpeaker speaker = new ClassicSpeaker(name, options.maxDatagramBytes());
        ClassicClient machine = new ClassicClient(serverAddress, name, options.maxDatagramBytes());
        DatagramTransport transport = bind == null ? openAtRandomPort() : open(EndpointOptions.resolved(bind));
        return ChatClient.start(
                new ChatClient.Parts(machine, name, RoomId.CLASSIC, speaker::datagram),
                transport, binding(transport.localAddress()), options, listener, subscriptions);
    }

    private DatagramTransport openAtRandomPort() {
        InetAddress local = local();
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

    // ---- session

    Connecting session(@Nullable InetSocketAddress bind, ChatClientListener listener, Subscriptions subscriptions,
            SessionOptions session) {
        String normalized = NameRules.normalized(name);
        NameRules.problem(normalized).ifPresent(problem -> {
            throw new IllegalArgumentException("name " + problem + "; was \"" + PrintableText.of(name) + "\"");
        });
        Trust trust = session.trust() == null ? defaultTrust() : session.trust();
        Identity identity = options.identity();
        HostFuture<ConnectionState> connected = new HostFuture<>(options.network().host());
        SessionClient machine = new SessionClient(
                new ClientSettings(serverAddress, trusted(trust), trust instanceof Trust.FirstUse, identity.keys(),
                        identity.isLasting(), options.applicationId(), normalized, session.token(),
                        options.sessionLimits(), session.connectTimeout(), session.reconnect(),
                        session.recall()),
                options.entropy(),
                connected);
        DatagramTransport transport = open(
                bind == null ? new InetSocketAddress(local(), 0) : EndpointOptions.resolved(bind));
        ChatClient client = ChatClient.start(
                new ChatClient.Parts(machine, normalized, RoomId.LOBBY, Voices.ofSessionClient()),
                transport, binding(transport.localAddress()), options, listener, subscriptions);
        return new Connecting(client, machine, connected, memory(trust));
    }

    private Trust defaultTrust() {
        if (!serverAddress.getAddress().isLoopbackAddress()) {
            throw new IllegalStateException("say by which key the server at " + EndpointOptions.shown(serverAddress)
                    + " is known: trust(Trust.pinned(key)), or trust(Trust.firstUse(file))");
        }
        return Trust.any();
    }

    private List<IdentityKey> trusted(Trust trust) {
        return switch (trust) {
            case Trust.Pinned(List<IdentityKey> keys) -> keys;
            case Trust.FirstUse firstUse -> memory(firstUse).flatMap(Connecting.KeyMemory::known).map(List::of)
                    .orElse(List.of());
            case Trust.Any any -> List.of();
        };
    }

    /** The server's name there is that which the application uses, whatever address it stands for today. */
    private Optional<Connecting.KeyMemory> memory(Trust trust) {
        return trust instanceof Trust.FirstUse(Path file)
                ? Optional.of(new Connecting.KeyMemory(new KnownServers(file),
                        server.getHostString() + ":" + server.getPort()))
                : Optional.empty();
    }

    // ---- both

    private InetAddress local() {
        InetAddress address = serverAddress.getAddress();
        return address.isLoopbackAddress() ? address : Addresses.wildcardLike(address);
    }

    private DatagramTransport open(InetSocketAddress local) {
        try {
            return options.network().open(binding(local));
        } catch (IOException e) {
            throw notBound(EndpointOptions.shown(local), e);
        }
    }

    private Binding binding(InetSocketAddress local) {
        return options.binding(local, "client");
    }

    private static StartFailedException notBound(String where, IOException e) {
        return new StartFailedException("Can't bind " + where + ": " + e.getMessage(), e);
    }
}
