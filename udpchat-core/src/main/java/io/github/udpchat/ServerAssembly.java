package io.github.udpchat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.internal.classic.ClassicLimits;
import io.github.udpchat.internal.classic.ClassicServer;
import io.github.udpchat.internal.classic.ClassicSpeaker;
import io.github.udpchat.internal.engine.PlugIns;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.HubSettings;
import io.github.udpchat.internal.hub.Utterance;
import io.github.udpchat.internal.server.ServerMachine;
import io.github.udpchat.internal.session.ServerSettings;
import io.github.udpchat.internal.session.SessionServer;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.registry.PeerRegistry;
import org.jspecify.annotations.Nullable;

/** Puts a server together from its options. Owned by one call of {@link ChatServerBuilder#start}. */
final class ServerAssembly {

    private final EndpointOptions options;
    private final Binding binding;
    private final InetSocketAddress address;
    private final String name;
    private final ChatServerListener listener;
    private final Subscriptions subscriptions;

    ServerAssembly(EndpointOptions options, Binding binding, String name, ChatServerListener listener,
            Subscriptions subscriptions) {
        this.options = options;
        this.binding = binding;
        this.address = binding.address();
        this.name = name;
        this.listener = listener;
        this.subscriptions = subscriptions;
    }

    /** Starts the server. What is stored is read first, and let go again if the server can't be started. */
    ChatServer start(HubSettings settings, ClassicLimits limits, boolean resets, RateLimits rates, PlugIns plugIns,
            @Nullable HistoryStore store) {
        Hub hub = new Hub(settings);
        if (store == null) {
            return start(parts(hub, limits, resets, rates, plugIns, () -> {
            }));
        }
        Keeper keeper = new Keeper(store, options.network().host());
        try {
            keeper.loadInto(hub);
            PlugIns keeping = new PlugIns(plugIns.hook(), plugIns.registry(), keeper);
            return start(parts(hub, limits, resets, rates, keeping, keeper::close));
        } catch (RuntimeException | Error notStarted) {
            keeper.close();
            throw notStarted;
        }
    }

    private ChatServer start(ChatServer.Parts parts) {
        try {
            return ChatServer.start(parts, open(), binding, options, listener, subscriptions);
        } catch (RuntimeException | Error notStarted) {
            parts.claim().close();
            throw notStarted;
        }
    }

    private ChatServer.Parts parts(Hub hub, ClassicLimits limits, boolean resets, RateLimits rates,
            PlugIns plugIns, Identity.Claim store) {
        Optional<Function<Payload, Utterance>> classicVoice = Optional.empty();
        AddressKeys keys = new AddressKeys(options.network().host().random().nextLong());
        @Nullable ClassicServer classic = null;
        if (options.speaks(Protocol.CLASSIC)) {
            ClassicSpeaker speaker = new ClassicSpeaker(name, options.maxDatagramBytes());
            classic = new ClassicServer(hub, limits, keys);
            classicVoice = Optional.of(Voices.ofClassicServer(speaker));
        }
        if (!options.speaks(Protocol.SESSION)) {
            return new ChatServer.Parts(new ServerMachine(hub, classic, null), plugIns,
                    new ServerVoices(classicVoice, Optional.empty()), Optional.empty(), store, Optional.empty());
        }
        Identity identity = requiredIdentity();
        Voices.requireSpeakable(name);
        // Where classic peers share a room with sessions, to speak to them is to speak there.
        ServerVoices voices = new ServerVoices(
                hub.bridgedForm().isPresent() ? Optional.of(Voices.ofSessionServer(name)) : classicVoice,
                Optional.of(name));
        SessionServer sessions = new SessionServer(
                hub,
                new ServerSettings(identity.keys(), options.applicationId(), options.sessionLimits(), resets,
                        EndpointOptions.mostHeldBytes(), rates),
                keys,
                options.entropy());
        // Before the names are read: the server that has the identity until now may still add one.
        Identity.Claim claim = claimed(identity);
        try {
            Optional<NamePins> names = identity.path()
                    .map(path -> new NamePins(namesBeside(path), plugIns.registry()));
            PeerRegistry members = names.<PeerRegistry>map(pins -> pins).orElse(plugIns.registry());
            return new ChatServer.Parts(new ServerMachine(hub, classic, sessions),
                    new PlugIns(plugIns.hook(), members, plugIns.store()), voices, Optional.of(identity),
                    both(claim, store), names);
        } catch (RuntimeException | Error notStarted) {
            claim.close();
            throw notStarted;
        }
    }

    private static Identity.Claim both(Identity.Claim claim, Identity.Claim store) {
        return () -> {
            try {
                claim.close();
            } finally {
                store.close();
            }
        };
    }

    private Identity requiredIdentity() {
        Identity identity = options.identity();
        if (!identity.isLasting() && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalStateException("a server at " + EndpointOptions.shown(address)
                    + " needs an identity by which "
                    + "clients know it: identity(Identity.file(Path.of(\"server.key\"))) makes the file if there is none");
        }
        return identity;
    }

    private DatagramTransport open() {
        try {
            return options.network().open(binding);
        } catch (IOException e) {
            throw new StartFailedException("Can't listen at " + EndpointOptions.shown(address) + ": " + e.getMessage(),
                    e);
        }
    }

    private static Path namesBeside(Path identity) {
        return identity.resolveSibling(identity.getFileName() + ".names");
    }

    private static Identity.Claim claimed(Identity identity) {
        try {
            return identity.claim();
        } catch (IOException | IllegalStateException e) {
            throw new StartFailedException("Can't claim the server's identity: " + e.getMessage(), e);
        }
    }
}
