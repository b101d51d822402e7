package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.network.LoopbackNetwork;
import io.github.udpchat.registry.PeerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A registry that hangs, throws or takes its time, on real threads: it costs the joins at hand and nobody's talk. */
@Timeout(30)
class HangingRegistryTest extends StageTest {

    private final TroubledRegistry registry = new TroubledRegistry();

    @Override
    protected Stage newStage() {
        return new RealStage(LoopbackNetwork.create());
    }

    /** Does what the name of the candidate says. */
    private static final class TroubledRegistry implements PeerRegistry {

        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger hanging = new AtomicInteger();
        private final Set<PeerId> members = ConcurrentHashMap.newKeySet();
        private final Set<PeerId> takenBack = ConcurrentHashMap.newKeySet();

        @Override
        public Admission admit(Peer candidate) {
            try {
                switch (candidate.name().split(" ")[0]) {
                    case "hangs" -> {
                        hanging.incrementAndGet();
                        released.await();
                    }
                    case "throws" -> throw new IllegalStateException("thrown by the registry");
                    default -> {
                        // No trouble.
                    }
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            members.add(candidate.id());
            return Admission.accept(candidate.name());
        }

        @Override
        public Admission rename(Peer peer, String newName) {
            return Admission.accept(newName);
        }

        @Override
        public void remove(Peer peer) {
            if (members.remove(peer.id())) {
                takenBack.add(peer.id());
            }
        }

        @Override
        public Optional<Peer> find(PeerId id) {
            return Optional.empty();
        }

        @Override
        public List<Peer> findByName(String name) {
            return List.of();
        }
    }

    private long drops(ChatServer server, DropReason reason) {
        return server.stats().traffic().drops(reason);
    }

    private void sendAs(ChatServer server, String name) {
        closing(new RawPeer(stage.network())).send(server.localAddress(), name);
    }

    private void talk(ChatServer server, RawPeer from, RawPeer to, int lines) {
        int before = to.received().size();
        for (int i = 0; i < lines; i++) {
            from.send(server.localAddress(), "line " + i);
        }
        stage.eventually(() -> assertThat(to.received()).hasSize(before + lines));
    }

    @Test
    void hangingRegistryBlocksJoinsOnlyAndLateAcceptancesAreTakenBack() {
        ChatServer server = closing(server().registry(registry).start());
        RawPeer ana = registered(server, "Ana");
        RawPeer ben = registered(server, "Ben");
        for (int i = 0; i < 64; i++) {
            sendAs(server, "hangs " + i);
        }
        stage.eventually(() -> assertThat(registry.hanging).hasValue(64));
        assertThat(server.stats().waiting()).isEqualTo(64);
        for (int i = 0; i < 100; i++) {
            sendAs(server, "waits for its turn " + i);
        }
        stage.eventually(() -> assertThat(server.stats().waiting()).isEqualTo(64 + 100));
        talk(server, ana, ben, 100);
        assertThat(server.rename(log.joined().get(0).id(), "Anna").join()).isFalse();

        stage.eventually(() -> assertThat(drops(server, DropReason.ADMISSION_TIMED_OUT)).isEqualTo(64));
        stage.eventually(() -> assertThat(drops(server, DropReason.ADMISSION_BUSY)).isEqualTo(100));
        assertThat(server.stats().waiting()).isZero();
        sendAs(server, "Cleo");
        stage.eventually(() -> assertThat(server.stats().waiting()).isEqualTo(1));
        talk(server, ben, ana, 100);

        registry.released.countDown();
        stage.eventually(() -> assertThat(registry.takenBack).hasSize(64));
        stage.eventually(() -> assertThat(log.lines()).contains("Cleo joined classic"));
        assertThat(registry.members).hasSize(3);
        assertThat(server.peers()).hasSize(3);
        assertThat(server.stats().traffic().drops())
                .isEqualTo(Map.of(DropReason.ADMISSION_BUSY, 100L, DropReason.ADMISSION_TIMED_OUT, 64L));
        assertThat(log.errors()).isEmpty();
    }

    @Test
    void registryThatTakesItsTimeCostsTheJoinAtHandThatTimeAndOthersNothing() {
        ChatServer server = closing(server().registry(registry).start());
        RawPeer ana = registered(server, "Ana");
        RawPeer ben = registered(server, "Ben");
        for (int i = 0; i < 20; i++) {
            sendAs(server, "hangs " + i);
            sendAs(server, "throws " + i);
        }
        stage.eventually(() -> assertThat(drops(server, DropReason.ADMISSION_FAILED)).isEqualTo(20));
        talk(server, ana, ben, 200);
        registered(server, "Cleo");
        assertThat(server.stats().waiting()).isEqualTo(20);
        registry.released.countDown();
        stage.eventually(() -> assertThat(server.peers()).hasSize(3 + 20));
        assertThat(registry.members).hasSize(3 + 20);
        stage.eventually(() -> assertThat(log.errors()).hasSize(20));
    }
}
