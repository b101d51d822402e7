package io.github.udpchat.session.campaign;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.model.Payload;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;

/**
 * Sees that each handshake has ephemeral keys of its own on both sides, from which follow that the keys of no two sessions are
 * the same (PROTOCOL.md, section 2.3).
 */
final class KeysLedger implements LinkRule {

    private static final int KEY_IN_INIT = 48;
    private static final int KEY_IN_ACCEPT = 17;
    private static final int KEY_BYTES = 32;

    private final Findings findings;
    private final Map<Payload, Payload> handshakes = new HashMap<>();

    KeysLedger(Findings findings) {
        this.findings = findings;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        PacketType type = OnTheWire.type(transit.datagram().asByteBuffer());
        if (!HostilePeer.isAt(transit.from()) && (type == PacketType.INIT || type == PacketType.ACCEPT)) {
            int at = type == PacketType.INIT ? KEY_IN_INIT : KEY_IN_ACCEPT;
            Payload key = Payload.copyOf(transit.datagram().asByteBuffer().slice(at, KEY_BYTES));
            Payload before = handshakes.putIfAbsent(key, transit.datagram());
            findings.require(before == null || before.equals(transit.datagram()),
                    "an ephemeral key in two handshakes, in %s from %s", type, transit.from());
        }
        return new Verdict.Pass();
    }
}
