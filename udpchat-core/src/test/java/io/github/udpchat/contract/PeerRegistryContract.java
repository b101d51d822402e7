package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Optional;

import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.Role;
import io.github.udpchat.registry.PeerRegistry;
import org.junit.jupiter.api.Test;

/** What {@link PeerRegistry} promises, for registries that let everybody in. */
public abstract class PeerRegistryContract {

    /** The contract. */
    protected PeerRegistryContract() {}

    /** {@return a registry without members} */
    protected abstract PeerRegistry newRegistry();

    private static Peer peer(long id, String name) {
        return new Peer(new PeerId(id), name, Protocol.CLASSIC, new InetSocketAddress("10.0.0.1", (int) (1000 + id)));
    }

    @Test
    void whoIsAdmittedIsFoundUntilRemoved() {
        PeerRegistry registry = newRegistry();
        Peer ana = peer(1, "Ana");
        assertThat(registry.find(ana.id())).isEmpty();
        assertThat(registry.admit(ana)).isEqualTo(Admission.accept("Ana"));
        assertThat(registry.find(ana.id())).contains(ana);
        registry.remove(ana);
        registry.remove(ana);
        assertThat(registry.find(ana.id())).isEmpty();
        assertThat(registry.findByName("Ana")).isEmpty();
    }

    @Test
    void aRoleIsKeptAlsoUnderAnotherName() {
        PeerRegistry registry = newRegistry();
        Peer ana = new Peer(new PeerId(1), "Ana", Protocol.CLASSIC, new InetSocketAddress("10.0.0.1", 1001),
                Optional.empty(), Role.MODERATOR);
        assertThat(registry.admit(ana)).isEqualTo(Admission.accept("Ana", Role.MODERATOR));
        assertThat(registry.find(ana.id())).contains(ana);
        registry.rename(ana, "Anna");
        assertThat(registry.find(ana.id())).contains(ana.withName("Anna"));
    }

    @Test
    void sameNameIsFoundInTheOrderOfTheIds() {
        PeerRegistry registry = newRegistry();
        registry.admit(peer(2, "Ana"));
        registry.admit(peer(1, "Ana"));
        registry.admit(peer(3, "ana"));
        assertThat(registry.findByName("Ana")).containsExactly(peer(1, "Ana"), peer(2, "Ana"));
    }

    @Test
    void renamedMemberIsFoundUnderItsNewName() {
        PeerRegistry registry = newRegistry();
        registry.admit(peer(1, "Ana"));
        assertThat(registry.rename(peer(1, "Ana"), "Anna")).isEqualTo(Admission.accept("Anna"));
        assertThat(registry.findByName("Ana")).isEmpty();
        assertThat(registry.findByName("Anna")).containsExactly(peer(1, "Anna"));
        registry.remove(peer(1, "Anna"));
        assertThat(registry.find(new PeerId(1))).isEmpty();
    }
}
