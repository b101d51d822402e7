package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

import io.github.udpchat.internal.engine.Engine;
import io.github.udpchat.internal.engine.PlugIns;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.HubSettings;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.server.ServerMachine;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.registry.PeerRegistry;
import io.github.udpchat.simulation.SimulatedNetwork;

/** A server in a simulated network, of which a test sees the inside. Owned by the test's thread, in which everything happens. */
final class InsideServer {

    private final Hub hub;
    private final SessionServer sessions;
    private final ServerMachine machine;
    private final Engine<ServerMachine> engine;

    /** Starts the server. */
    InsideServer(SimulatedNetwork net, HubSettings settings, RateLimits rates, Consumer<Event> hears)
            throws IOException {
        hub = new Hub(settings);
        sessions = new SessionServer(hub,
                new ServerSettings(new IdentitySecret(new byte[IdentitySecret.BYTES]),
                        ApplicationId.of(ApplicationId.DEFAULT_NAME),
                        new Limits(Limits.LONGEST_MESSAGE_BYTES, 256 * 1024, 64, 30).with(Limits.KNOWS_MODEL), true,
                        Long.MAX_VALUE, rates),
                new AddressKeys(2), net.host().random()::nextBytes);
        machine = new ServerMachine(hub, null, sessions);
        Binding binding = new Binding(
                new InetSocketAddress("127.0.0.1", 5000), PacketType.MAX_DATAGRAM_BYTES, "server");
        DatagramTransport transport = net.open(binding);
        engine = new Engine<>(machine, transport, binding, net.host(), Overflow.DROP_OLDEST,
                new PlugIns(request -> Admission.accept(request.name()), PeerRegistry.inMemory()), hears::accept);
        engine.start();
    }

    InetSocketAddress address() {
        return engine.localAddress();
    }

    /** Sends a member away. */
    void remove(String name) {
        Peer peer = hub.peers().stream().filter(member -> member.name().equals(name)).findAny().orElseThrow();
        assertThat(engine.<Boolean>call(
                (inside, now, out) -> inside.hub().remove(now, peer.id(), "to make room", out), false)).isTrue();
    }

    int sessionCount() {
        return sessions.sessionCount();
    }

    /** {@return how many clients are remembered, gone ones included} */
    int instanceCount() {
        return sessions.instanceCount();
    }

    /** {@return whether it has anything to do at some time, if nothing comes} */
    boolean waitsForSomething() {
        return machine.nextDeadline() != Machine.NEVER;
    }

    /** Nobody is here, nothing waits for anybody, nothing is remembered, and nothing is due. */
    void assertThatNothingIsLeft() {
        assertThat(sessions.sessionCount()).as("sessions").isZero();
        assertThat(sessions.strangers()).as("places for strangers").isZero();
        assertThat(sessions.heldBytes()).as("bytes in queues").isZero();
        assertThat(sessions.instanceCount()).as("clients that are remembered").isZero();
        assertThat(hub.peerCount()).as("members").isZero();
        assertThat(hub.waitingCount()).as("joins that wait").isZero();
        assertThat(waitsForSomething()).as("deadlines: also what is remembered of a room has one").isFalse();
        assertThat(engine.<Outbox>inspect((inside, now, out) -> out)).as("what waits to be sent or told")
                .satisfies(out -> {
                    assertThat(out.sends()).isZero();
                    assertThat(out.notices()).isEmpty();
                });
    }
}
