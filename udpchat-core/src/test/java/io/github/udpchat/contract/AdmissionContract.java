package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.udpchat.ChatServer;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.registry.PeerRegistry;
import org.junit.jupiter.api.Test;

/** The admission hook and the registry: what they decide, and what their failures cost. */
public abstract class AdmissionContract extends StageTest {

    /** The contract. */
    protected AdmissionContract() {}

    /** A registry that passes on to another; tests override what they need. */
    private static class ForwardingRegistry implements PeerRegistry {

        private final PeerRegistry registry = PeerRegistry.inMemory();

        @Override
        public Admission admit(Peer candidate) {
            return registry.admit(candidate);
        }

        @Override
        public Admission rename(Peer peer, String newName) {
            return registry.rename(peer, newName);
        }

        @Override
        public void remove(Peer peer) {
            registry.remove(peer);
        }

        @Override
        public Optional<Peer> find(PeerId id) {
            return registry.find(id);
        }

        @Override
        public List<Peer> findByName(String name) {
            return registry.findByName(name);
        }
    }

    @Test
    void hookSettlesTheNameAndTheRegistryHearsOfIt() {
        PeerRegistry registry = PeerRegistry.inMemory();
        ChatServer server = closing(server()
                .registry(registry)
                .admit(request -> request.name().equals("Mallory")
                        ? Admission.reject("banned")
                        : Admission.accept(request.name().toUpperCase(Locale.ROOT)))
                .start());
        RawPeer mallory = closing(new RawPeer(stage.network()));
        mallory.send(server.localAddress(), "Mallory");
        stage.eventually(() -> assertThat(log.drops(DropReason.ADMISSION_REJECTED)).isEqualTo(1));
        RawPeer ana = closing(new RawPeer(stage.network()));
        ana.send(server.localAddress(), "Ana");
        stage.eventually(() -> assertThat(log.lines()).containsExactly("ANA joined classic"));
        Peer peer = log.joined().get(0);
        assertThat(registry.findByName("ANA")).containsExactly(peer);
        assertThat(registry.find(peer.id())).contains(peer);
        ana.send(server.localAddress(), "qqq");
        stage.eventually(() -> assertThat(registry.find(peer.id())).isEmpty());
    }

    @Test
    void registryRenamesAndTheListenerHearsOfIt() {
        PeerRegistry registry = PeerRegistry.inMemory();
        ChatServer server = closing(server().registry(registry).start());
        registered(server, "Ana");
        PeerId id = log.joined().get(0).id();
        assertThat(server.rename(id, "Anna").join()).isTrue();
        assertThat(server.peer(id)).get().extracting(Peer::name).isEqualTo("Anna");
        assertThat(registry.findByName("Anna")).hasSize(1);
        stage.eventually(() -> assertThat(log.lines()).contains("Ana is now Anna"));
        assertThat(server.rename(new PeerId(99), "Nobody").join()).isFalse();
        server.close();
        stage.eventually(() -> assertThat(registry.find(id)).isEmpty());
        assertThat(server.rename(id, "Late").join()).isFalse();
    }

    @Test
    void throwingHookAndRegistryCostOnlyTheJoinAtHand() {
        ChatServer server = closing(server()
                .admit(request -> switch (request.name()) {
                    case "throw" -> throw new IllegalStateException("thrown by the hook");
                    case "null" -> null;
                    default -> Admission.accept(request.name());
                })
                .registry(new ForwardingRegistry() {
                    @Override
                    public Admission admit(Peer candidate) {
                        if (candidate.name().equals("registry")) {
                            throw new AssertionError("thrown by the registry");
                        }
                        return super.admit(candidate);
                    }

                    @Override
                    public void remove(Peer peer) {
                        throw new IllegalStateException("thrown by the registry");
                    }
                })
                .start());
        for (String name : List.of("throw", "null", "registry")) {
            closing(new RawPeer(stage.network())).send(server.localAddress(), name);
        }
        stage.eventually(() -> assertThat(server.stats().traffic().drops(DropReason.ADMISSION_FAILED)).isEqualTo(3));
        stage.eventually(() -> assertThat(log.errors()).hasSize(3));
        RawPeer ana = registered(server, "Ana");
        ana.send(server.localAddress(), "qqq");
        stage.eventually(
                () -> assertThat(log.lines()).contains("Ana left classic: Left[]", "error in PeerRegistry.remove"));
        registered(server, "Ben");
        assertThat(server.stats().waiting()).isZero();
    }

    @Test
    void peerThatWaitsHoldsALimitedNumberOfDatagrams() {
        CompletableFuture<Void> decision = new CompletableFuture<>();
        ChatServer server = closing(server().admit(request -> answerAfter(decision, request.name())).start());
        RawPeer ana = closing(new RawPeer(stage.network()));
        ana.send(server.localAddress(), "Ana");
        IntStream.range(0, 20).forEach(i -> ana.send(server.localAddress(), "line " + i));
        if (decisionCanWait()) {
            stage.eventually(() -> assertThat(log.drops(DropReason.WAITING_TOO_MUCH)).isEqualTo(4));
            assertThat(server.stats().waiting()).isEqualTo(1);
        }
        decision.complete(null);
        stage.eventually(() -> assertThat(log.lines())
                .containsSubsequence("Ana joined classic", "Ana said line 0", "Ana said line 15"));
    }

    /** {@return whether a hook may block on this stage while other things go on; not where there is only one thread} */
    protected boolean decisionCanWait() {
        return true;
    }

    private Admission answerAfter(CompletableFuture<Void> decision, String name) {
        if (decisionCanWait()) {
            decision.join();
        }
        return Admission.accept(name);
    }

    @Test
    void slowHookHoldsUpNobodyElse() {
        CompletableFuture<Void> decision = new CompletableFuture<>();
        ChatServer server = closing(server()
                .admit(request -> request.name().equals("slow")
                        ? answerAfter(decision, request.name())
                        : Admission.accept(request.name()))
                .start());
        RawPeer slow = closing(new RawPeer(stage.network()));
        slow.send(server.localAddress(), "slow");
        RawPeer ana = registered(server, "Ana");
        RawPeer ben = registered(server, "Ben");
        ana.send(server.localAddress(), "hello");
        stage.eventually(() -> assertThat(ben.received()).containsExactly("hello"));
        decision.complete(null);
        stage.eventually(() -> assertThat(log.lines()).contains("slow joined classic"));
    }
}
