package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A link that carries nothing for a while, and then carries on, over real sockets. In full with
 * {@code -Dsession.endurance=full}: for 10 s.
 */
@Timeout(600)
class OutageOverSocketsTest {

    private static final int CLIENTS = 10;
    private static final int MESSAGES_EACH = Endurance.FULL ? 300 : 50;
    private static final Duration OUTAGE = Duration.ofSeconds(Endurance.FULL ? 10 : 3);
    private static final Duration BEFORE = Duration.ofSeconds(1);
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(30);

    @Test
    void sessionsOutliveAnOutageAndNothingIsLostRepeatedOrReordered() throws Exception {
        ServerLog log = new ServerLog();
        BadLinkProxy.Quality quality = new BadLinkProxy.Quality(0, Duration.ofMillis(20));
        try (ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).bind("127.0.0.1", 0).listener(log)
                .start();
                BadLinkProxy link = BadLinkProxy.to(server.localAddress(), quality, 1);
                TalkingCrowd crowd = TalkingCrowd.connect(CLIENTS, link.address(), HANDSHAKE_LIMIT)) {
            List<PeerId> before = server.peers().stream().map(Peer::id).toList();
            assertThat(link.count().lost()).isZero();

            talkThroughAnOutage(crowd, link);

            crowd.assertThatEverybodyHeardAllOthersOnceAndInOneOrder();
            crowd.assertThatNobodyLostItsSession();
            assertThat(link.count().lost()).as("datagrams of the outage").isGreaterThan(CLIENTS);
            assertThat(server.peers()).extracting(Peer::id).isEqualTo(before);
            assertThat(log.lines()).noneMatch(line -> line.contains(" left "));
            Endurance.print("%d clients, a link that was down for %s: heard after at most %.1f s; %s", CLIENTS, OUTAGE,
                    crowd.longestLatencyNanos() / 1e9, link.count());
        }
    }

    private static void talkThroughAnOutage(TalkingCrowd crowd, BadLinkProxy link) throws Exception {
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            Future<?> cut = timer.schedule(link::cut, BEFORE.toMillis(), TimeUnit.MILLISECONDS);
            Future<?> mended = timer.schedule(() -> {
                assertThat(crowd.mostBehind()).as("messages that wait for the link").isPositive();
                link.mend();
                return true;
            }, BEFORE.plus(OUTAGE).toMillis(), TimeUnit.MILLISECONDS);
            try {
                crowd.talk(MESSAGES_EACH, 1);
            } finally {
                cut.get();
                mended.get();
            }
        }
    }
}
