package io.github.udpchat.session.campaign;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.ResetPacket;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;

/**
 * Sees in which life the server speaks in which session: in one only, and never after it has said that it does not know the
 * session (PROTOCOL.md, section 2.7). Where it must not say so, it does not.
 */
final class LivesLedger implements LinkRule {

    private final World world;
    private final Map<Long, Integer> lives = new HashMap<>();
    private final Set<Long> reset = new HashSet<>();

    LivesLedger(World world) {
        this.world = world;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        if (transit.from().equals(world.server().address())) {
            ByteBuffer datagram = transit.datagram().asByteBuffer();
            if (OnTheWire.isData(datagram)) {
                speaks(DataPacket.sessionId(datagram));
            } else if (OnTheWire.type(datagram) == PacketType.RESET) {
                ResetPacket packet = ResetPacket.read(datagram);
                world.findings().require(packet != null && !world.scenario().renewal().twin(), "a RESET: %s", packet);
                reset.add(packet == null ? 0 : packet.sessionId());
            }
        }
        return new Verdict.Pass();
    }

    private void speaks(long session) {
        int life = world.server().lives();
        Integer before = lives.putIfAbsent(session, life);
        world.findings().require(before == null || before == life, "session %s of life %s goes on in life %s", session,
                before, life);
        world.findings().require(!reset.contains(session), "session %s goes on after a RESET", session);
    }
}
