package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.udpchat.ChatServer;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twenty clients and a server over real sockets, with a bad link between them. With {@code -Dsession.links=all} over all
 * twelve links, with more messages, and with figures on standard output.
 */
@Timeout(300)
class SessionOverSocketsTest {

    private static final boolean ALL = "all".equals(System.getProperty("session.links"));
    private static final int CLIENTS = 20;
    private static final int MESSAGES_EACH = ALL ? 30 : 8;

    /** A client that gives up after this is a failure of {@code connect}. */
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(30);

    static Stream<Arguments> links() {
        return ALL
                ? Stream.of(0, 2, 10, 30)
                        .flatMap(loss -> Stream.of(1, 60, 300).map(roundTrip -> Arguments.of(loss, roundTrip)))
                : Stream.of(Arguments.of(0, 1), Arguments.of(2, 60), Arguments.of(30, 1));
    }

    @ParameterizedTest(name = "{0} % lost each way, {1} ms there and back")
    @MethodSource("links")
    void everybodyHearsAllOthersOnceAndInOneOrder(int lossPercent, int roundTripMillis) throws Exception {
        long seed = 1000L * lossPercent + roundTripMillis;
        BadLinkProxy.Quality quality = new BadLinkProxy.Quality(
                lossPercent / 100.0, Duration.ofMillis(roundTripMillis));
        long start = System.nanoTime();
        try (ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).bind("127.0.0.1", 0).start();
                BadLinkProxy link = BadLinkProxy.to(server.localAddress(), quality, seed);
                TalkingCrowd crowd = TalkingCrowd.connect(CLIENTS, link.address(), HANDSHAKE_LIMIT)) {
            assertThat(server.peers()).extracting(Peer::address).doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(crowd.addresses().map(link::seenAt).toList());

            crowd.talk(MESSAGES_EACH, seed);

            crowd.assertThatEverybodyHeardAllOthersOnceAndInOneOrder();
            assertThat(server.peers()).hasSize(CLIENTS);
            assertThat(link.count().lost() > 0).as("%s of some were lost", link.count()).isEqualTo(lossPercent > 0);
            print(lossPercent, roundTripMillis, crowd, link.count(), System.nanoTime() - start);
        }
    }

    private static void print(int lossPercent, int roundTripMillis, TalkingCrowd crowd, BadLinkProxy.Count count,
            long nanos) {
        if (ALL) {
            System.out.printf(Locale.ROOT,
                    "%2d %% %3d ms: connected after %s; heard after %s; talk %.1f s, all %.1f s; datagrams %d and %d lost%n",
                    lossPercent, roundTripMillis, spread(crowd.handshakeNanos()), spread(crowd.latencyNanos()),
                    crowd.talkNanos() / 1e9, nanos / 1e9, count.carried(), count.lost());
        }
    }

    private static Spread spread(long[] nanos) {
        return Spread.of(LongStream.of(nanos).boxed().toList());
    }
}
