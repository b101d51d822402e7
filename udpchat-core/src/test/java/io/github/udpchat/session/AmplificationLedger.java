package io.github.udpchat.session;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

import io.github.udpchat.model.Payload;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;

/**
 * Counts what is sent each way between each two addresses of a simulation, and what arrives there, and fails it when somebody could
 * have more sent to an address than came from there: PROTOCOL.md, sections 2.2 and 2.17. Who answers knows only what arrives, and a
 * link that sends a datagram twice has it answered twice. Lets everything pass.
 */
public final class AmplificationLedger {

    private static final int FIRST_OF_SESSIONS = 0xF8;
    private static final int DATA = 0xFC;

    private final Map<Path, Account> accounts = new HashMap<>();

    private record Path(InetSocketAddress from, InetSocketAddress to) {

        Path back() {
            return new Path(to, from);
        }
    }

    private static final class Account {

        private boolean hasBegun;
        private long sentBesideData;
        private long arrived;

        /** Whether it arrived or not: what somebody has copied and sends on from elsewhere shows the same. */
        private boolean hasSentData;

        /** Whether the other side has begun: then this side is the server. */
        private boolean isAnswering;
    }

    /** {@return the rule that sees each datagram as it is sent: to be installed before all that lose or copy} */
    public LinkRule sent() {
        return (transit, random) -> {
            if (isOfSessions(transit)) {
                goes(new Path(transit.from(), transit.to()), type(transit) == DATA, transit.datagram().size());
            }
            return new Verdict.Pass();
        };
    }

    /** {@return the rule that sees what gets through: to be installed behind all that lose or copy, or right after the other} */
    public LinkRule arrived() {
        return (transit, random) -> {
            if (isOfSessions(transit)) {
                account(new Path(transit.from(), transit.to())).arrived += transit.datagram().size();
            }
            return new Verdict.Pass();
        };
    }

    private static int type(Transit transit) {
        Payload datagram = transit.datagram();
        return datagram.size() == 0 ? 0 : Byte.toUnsignedInt(datagram.asByteBuffer().get());
    }

    private static boolean isOfSessions(Transit transit) {
        return type(transit) >= FIRST_OF_SESSIONS;
    }

    private Account account(Path path) {
        return accounts.computeIfAbsent(path, made -> new Account());
    }

    private void goes(Path path, boolean data, int bytes) {
        Account there = account(path);
        Account back = account(path.back());
        there.isAnswering |= back.hasBegun && !there.hasBegun;
        there.hasBegun = true;
        there.hasSentData |= data;
        there.sentBesideData += data ? 0 : bytes;
        if (there.isAnswering && data && !back.hasSentData) {
            throw new AssertionError(path + ": DATA to an address that has not shown that it has the keys");
        }
        if (there.isAnswering && there.sentBesideData > back.arrived) {
            throw new AssertionError(path + ": " + there.sentBesideData + " bytes for " + back.arrived);
        }
    }
}
