package io.github.udpchat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.github.udpchat.internal.classic.ClassicLimits;
import io.github.udpchat.internal.classic.ClassicServer;
import io.github.udpchat.internal.classic.ClassicSpeaker;
import io.github.udpchat.internal.engine.PlugIns;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.Utterance;
import io.github.udpchat.internal.server.ServerMachine;
import io.github.udpchat.internal.session.ServerSettings;
import io.github.udpchat.internal.session.SessionServer;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.registry.PeerRegistry;
import org.jspecify.annotations.Nullable;

/** Puts a server together from its options. Owned by one call of {@link ChatServerBuilder#start}. */
final class ServerAssembly {

    private final EndpointOptions options;
    private final InetSocketAddress address;
    private final String name;

    ServerAssembly(EndpointOptions options, InetSocketAddress address, String name) {
        this.options = options;
        this.address = address;
        this.name = name;
    }

    ChatServer.Parts parts(Hub hub, ClassicLimits limits, boolean resets,
            Function<? super AdmissionRequest, ? extends Admission> hook, PeerRegistry registry) {
        Map<RoomId, Function<Payload, Utterance>> voices = new LinkedHashMap<>();
        AddressKeys keys = new AddressKeys(options.network().host().random().nextLong());
        @Nullable SessionServer sessions = null;
        @Nullable ClassicServer classic = null;
        Optional<Identity> identity = Optional.empty();
        PeerRegistry members = registry;
        if (options.speaks(Protocol.SESSION)) {
            Identity own = requiredIdentity();
            identity = Optional.of(own);
            members = own.path().<PeerRegistry>map(path -> new NamePins(namesBeside(path), registry)).orElse(registry);
            sessions = new SessionServer(
                    hub,
                    new ServerSettings(own.keys(), options.applicationId(), EndpointOptions.SESSION_LIMITS, resets),
                    keys,
                    options.entropy());
            voices.put(RoomId.LOBBY, Voices.ofSessionServer(name));
        }
        if (options.speaks(Protocol.CLASSIC)) {
            ClassicSpeaker speaker = new ClassicSpeaker(name, options.maxDatagramBytes());
            classic = new ClassicServer(hub, limits, keys);
            voices.put(RoomId.CLASSIC, Voices.ofClassicServer(speaker));
        }
        return new ChatServer.Parts(new ServerMachine(hub, classic, sessions), new PlugIns(hook, members), voices,
                identity, claimed(identity));
    }

    private Identity requiredIdentity() {
        if (!options.hasIdentity() && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalStateException("a server at " + EndpointOptions.shown(address)
                    + " needs an identity by which "
                    + "clients know it: identity(Identity.file(Path.of(\"server.key\"))) makes the file if there is none");
        }
        return options.identity();
    }

    private static Path namesBeside(Path identity) {
        return identity.resolveSibling(identity.getFileName() + ".names");
    }

    private static Identity.Claim claimed(Optional<Identity> identity) {
        try {
            return identity.isPresent() ? identity.get().claim() : () -> {
            };
        } catch (IOException | IllegalStateException e) {
            throw new StartFailedException("Can't claim the server's identity: " + e.getMessage(), e);
        }
    }
}
