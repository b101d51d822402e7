package io.github.udpchat.internal.engine;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Role;
import io.github.udpchat.registry.PeerRegistry;

/**
 * The application's code that decides who may be a member, and that keeps what was said.
 *
 * @param hook     is asked first, and may change the name
 * @param registry is asked with the name and the role that the hook settled on, and may change both
 * @param store    keeps what is said, if there is one; otherwise nobody is asked
 */
public record PlugIns(Function<? super AdmissionRequest, ? extends Admission> hook, PeerRegistry registry,
        HistoryStore store) {

    /** What an endpoint has that has no members. */
    public static final PlugIns NONE = new PlugIns(request -> Admission.reject("not a server"),
            PeerRegistry.inMemory());

    /** Plug-ins without a store. */
    public PlugIns(Function<? super AdmissionRequest, ? extends Admission> hook, PeerRegistry registry) {
        this(hook, registry, NoStore.INSTANCE);
    }

    Admission admit(PeerId id, AdmissionRequest request) {
        Admission byHook = Objects.requireNonNull(hook.apply(request), "the admission hook answered null");
        return switch (byHook) {
            case Admission.Rejected rejected -> rejected;
            case Admission.Accepted(String name, Role role) ->
                admit(request.accepted(id, name, role), request.replaces());
        };
    }

    private Admission admit(Peer peer, Optional<PeerId> replaced) {
        return replaced.isPresent()
                ? Objects.requireNonNull(registry.admitAgain(peer, replaced.get()),
                        "PeerRegistry.admitAgain answered null")
                : Objects.requireNonNull(registry.admit(peer), "PeerRegistry.admit answered null");
    }

    Admission rename(Peer peer, String newName) {
        return Objects.requireNonNull(registry.rename(peer, newName), "PeerRegistry.rename answered null");
    }
}
