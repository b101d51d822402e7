package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;

/**
 * Sees what the server sends to an address from which a session's packets come, but did not at first: nothing but challenges and
 * CLOSE, and no more bytes than came from there, before somebody there has answered (PROTOCOL.md, sections 2.11 and 2.12). Whoever
 * sends what others have sealed can't answer.
 */
final class PathLedger implements LinkRule {

    /** A frame of 9 bytes, with header and tag. */
    private static final int CHALLENGE_BYTES = 43;

    /** A frame of 3 bytes; a PING has 1, an ACK 5 at least. */
    private static final int CLOSE_WITHOUT_TEXT_BYTES = 37;

    private final InetSocketAddress server;
    private final Findings findings;
    private final Map<Long, InetSocketAddress> firsts = new HashMap<>();
    private final Map<Place, Account> accounts = new HashMap<>();

    /** How long the server's last datagram in a session was, but for CLOSE without a text. */
    private final Map<Long, Integer> lastBytes = new HashMap<>();

    private record Place(long session, InetSocketAddress address) {}

    private static final class Account {

        private long in;
        private long out;
        private boolean answered;
    }

    PathLedger(InetSocketAddress server, Findings findings) {
        this.server = server;
        this.findings = findings;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        ByteBuffer datagram = transit.datagram().asByteBuffer();
        if (OnTheWire.isData(datagram)) {
            long session = DataPacket.sessionId(datagram);
            if (transit.from().equals(server)) {
                goes(new Place(session, transit.to()), datagram.remaining());
            } else {
                comes(new Place(session, transit.from()), datagram.remaining());
            }
        }
        return new Verdict.Pass();
    }

    private void comes(Place place, int bytes) {
        firsts.putIfAbsent(place.session(), place.address());
        Account account = accounts.computeIfAbsent(place, made -> new Account());
        account.in += bytes;
        account.answered |= account.out > 0 && !HostilePeer.isAt(place.address());
    }

    private void goes(Place place, int bytes) {
        Account account = accounts.computeIfAbsent(place, made -> new Account());
        account.out += bytes;
        if (!account.answered && !place.address().equals(firsts.get(place.session()))) {
            findings.require(bytes == CHALLENGE_BYTES || mayBeClose(place.session(), bytes),
                    "%s bytes to %s, which has not answered", bytes, place);
            findings.require(account.out <= account.in, "%s bytes to %s for %s", account.out, place, account.in);
        }
        if (bytes != CLOSE_WITHOUT_TEXT_BYTES) {
            lastBytes.put(place.session(), bytes);
        }
    }

    /** A CLOSE is said where the client was for sure before it is said elsewhere, and nothing else comes between. */
    private boolean mayBeClose(long session, int bytes) {
        return bytes == CLOSE_WITHOUT_TEXT_BYTES || Integer.valueOf(bytes).equals(lastBytes.get(session));
    }
}
