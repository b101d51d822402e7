package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.udpchat.internal.engine.Engine;
import io.github.udpchat.internal.engine.PlugIns;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.server.ServerMachine;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.model.Peer;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.registry.PeerRegistry;
import io.github.udpchat.simulation.SimulatedNetwork;

/** A server of which a test sees the inside too. Owned by the test's thread, in which everything happens. */
final class ChurningServer {

    private static final int MOST_PEERS = 1_000;

    private final Hub hub = new Hub(MOST_PEERS, 1);
    private final SessionServer sessions;
    private final ServerMachine machine;
    private final Engine<ServerMachine> engine;
    private final Set<Peer> present = new HashSet<>();
    private final Map<String, Integer> lastHeard = new HashMap<>();
    private final Map<String, Integer> left = new TreeMap<>();
    private int joined;
    private int heard;

    ChurningServer(SimulatedNetwork net) throws IOException {
        sessions = new SessionServer(hub,
                new ServerSettings(new IdentitySecret(new byte[IdentitySecret.BYTES]),
                        ApplicationId.of(ApplicationId.DEFAULT_NAME),
                        new Limits(Limits.LONGEST_MESSAGE_BYTES, 256 * 1024, 64, 30), true, Long.MAX_VALUE),
                new AddressKeys(2), net.host().random()::nextBytes);
        machine = new ServerMachine(hub, null, sessions);
        Binding binding = new Binding(
                new InetSocketAddress("127.0.0.1", 5000), PacketType.MAX_DATAGRAM_BYTES, "server");
        DatagramTransport transport = net.open(binding);
        engine = new Engine<>(machine, transport, binding, net.host(), Overflow.DROP_OLDEST,
                new PlugIns(request -> Admission.accept(request.name()), PeerRegistry.inMemory()), this::hear);
        engine.start();
    }

    private void hear(Event event) {
        switch (event) {
            case ServerEvent.Joined(Peer peer, var room) -> {
                joined++;
                assertThat(present.add(peer)).as("%s joins once", peer).isTrue();
            }
            case ServerEvent.Said(Peer from, var message, var whenTaken) -> {
                heard++;
                assertThat(present).contains(from);
                int number = Integer.parseInt(message.text().substring(message.text().indexOf(' ') + 1));
                assertThat(number).as("number of %s", message.text())
                        .isEqualTo(lastHeard.merge(from.name(), 1, Integer::sum));
            }
            case ServerEvent.Left(Peer peer, var room, var why) -> {
                assertThat(present.remove(peer)).as("%s leaves once", peer).isTrue();
                left.merge(why.getClass().getSimpleName(), 1, Integer::sum);
            }
            case ServerEvent.Renamed renamed -> throw new AssertionError(renamed);
            case EndpointEvent.Drops drops -> {
                // Late packets of those who have left.
            }
            case EndpointEvent.PlugInFailed failed -> throw new AssertionError(failed.during(), failed.error());
            case EndpointEvent.Closed closed -> throw new AssertionError(closed);
            case ClientEvent ofAClient -> throw new AssertionError(ofAClient);
        }
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

    int heardOf(String name) {
        return lastHeard.getOrDefault(name, 0);
    }

    int joined() {
        return joined;
    }

    int heard() {
        return heard;
    }

    /** {@return how many have left, for each reason} */
    Map<String, Integer> left() {
        return left;
    }

    int sessionCount() {
        return sessions.sessionCount();
    }

    /** {@return how many clients are remembered, gone ones included} */
    int instanceCount() {
        return sessions.instanceCount();
    }

    /** Nobody is here, nothing waits for anybody, and nothing is due. */
    void assertThatNothingIsLeft() {
        assertThat(sessions.sessionCount()).as("sessions").isZero();
        assertThat(sessions.strangers()).as("places for strangers").isZero();
        assertThat(sessions.heldBytes()).as("bytes in queues").isZero();
        assertThat(sessions.instanceCount()).as("clients that are remembered").isZero();
        assertThat(hub.peerCount()).as("members").isZero();
        assertThat(hub.waitingCount()).as("joins that wait").isZero();
        assertThat(present).as("who joined and has not left").isEmpty();
        assertThat(machine.nextDeadline()).as("deadlines").isEqualTo(Machine.NEVER);
        assertThat(engine.<Outbox>inspect((inside, now, out) -> out)).as("what waits to be sent or told")
                .satisfies(out -> {
                    assertThat(out.sends()).isZero();
                    assertThat(out.notices()).isEmpty();
                });
    }
}
