package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients behind a NAT that forgets all of them again and again while they talk, over real sockets. In full with
 * {@code -Dsession.endurance=full}: every 5 s, for 2 minutes.
 */
@Timeout(900)
class RoamingOverSocketsTest {

    private static final int CLIENTS = 10;
    private static final int MESSAGES_EACH = Endurance.FULL ? 1_200 : 60;
    private static final Duration BETWEEN_MOVES = Duration.ofMillis(Endurance.FULL ? 5_000 : 1_500);

    /** As many as fit into the time that talking takes at least: who is silent is not found before its next heartbeat. */
    private static final int MOVES = Endurance.FULL ? 23 : 3;

    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(30);

    private final AtomicInteger moves = new AtomicInteger();

    @Test
    void nothingIsLostRepeatedOrReorderedWhileAllAddressesChangeAgainAndAgain() throws Exception {
        ServerLog log = new ServerLog();
        BadLinkProxy.Quality quality = new BadLinkProxy.Quality(0.02, Duration.ofMillis(20));
        try (ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).bind("127.0.0.1", 0).listener(log)
                .start();
                BadLinkProxy link = BadLinkProxy.to(server.localAddress(), quality, 1);
                TalkingCrowd crowd = TalkingCrowd.connect(CLIENTS, link.address(), HANDSHAKE_LIMIT)) {
            List<PeerId> before = server.peers().stream().map(Peer::id).toList();

            talkWhileMoving(crowd, link);

            crowd.assertThatEverybodyHeardAllOthersOnceAndInOneOrder();
            crowd.assertThatNobodyLostItsSession();
            assertThat(moves.get()).isEqualTo(MOVES);
            assertThat(server.peers()).extracting(Peer::id).isEqualTo(before);
            assertThat(log.lines()).noneMatch(line -> line.contains(" left "));
            Endurance.print("%d clients moved %d times in %.1f s; %s; heard after at most %.0f ms", CLIENTS,
                    moves.get(), crowd.talkNanos() / 1e9, link.count(), crowd.longestLatencyNanos() / 1e6);
        }
    }

    private void talkWhileMoving(TalkingCrowd crowd, BadLinkProxy link) {
        try (ScheduledExecutorService mover = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> moving = mover.scheduleAtFixedRate(() -> {
                if (moves.get() < MOVES) {
                    crowd.addresses().forEach(link::rebind);
                    moves.incrementAndGet();
                }
            }, BETWEEN_MOVES.toMillis(), BETWEEN_MOVES.toMillis(), TimeUnit.MILLISECONDS);
            crowd.talk(MESSAGES_EACH, 1);
            assertThat(moving.isDone()).as("moving failed: %s", moving).isFalse();
            moving.cancel(false);
        }
    }
}
