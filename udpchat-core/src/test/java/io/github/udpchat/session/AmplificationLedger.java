package io.github.udpchat.session;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.github.udpchat.model.Payload;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;

/**
 * Counts what goes each way between each two addresses of a simulation, and fails it when somebody could have more sent to an
 * address than came from there: PROTOCOL.md, sections 2.2 and 2.17. Lets everything pass.
 */
public final class AmplificationLedger implements LinkRule {

    private static final int FIRST_OF_SESSIONS = 0xF8;
    private static final int DATA = 0xFC;

    private final Map<Path, Account> accounts = new HashMap<>();

    private record Path(InetSocketAddress from, InetSocketAddress to) {

        Path back() {
            return new Path(to, from);
        }
    }

    private static final class Account {

        private long bytes;
        private long bytesBesideData;
        private boolean hasData;

        /** Whether the other side has begun: then this side is the server. */
        private boolean isAnswering;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        Payload datagram = transit.datagram();
        int type = datagram.size() == 0 ? 0 : Byte.toUnsignedInt(datagram.asByteBuffer().get());
        if (type >= FIRST_OF_SESSIONS) {
            enter(new Path(transit.from(), transit.to()), type == DATA, datagram.size());
        }
        return new Verdict.Pass();
    }

    private void enter(Path path, boolean data, int bytes) {
        Account there = accounts.computeIfAbsent(path, made -> new Account());
        Account back = accounts.computeIfAbsent(path.back(), made -> new Account());
        boolean answers = back.bytes > 0 && there.bytes == 0 || there.isAnswering;
        there.isAnswering = answers;
        there.bytes += bytes;
        there.bytesBesideData += data ? 0 : bytes;
        there.hasData |= data;
        if (answers && data && !back.hasData) {
            throw new AssertionError(path + ": DATA to an address that has not shown that it has the keys");
        }
        if (answers && there.bytesBesideData > back.bytes) {
            throw new AssertionError(path + ": " + there.bytesBesideData + " bytes for " + back.bytes);
        }
    }
}
