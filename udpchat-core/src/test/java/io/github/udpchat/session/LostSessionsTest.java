package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.Identity;
import io.github.udpchat.Trust;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.ConnectionLog;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may go wrong when sessions follow one another: late answers, records that are too young, keys and names. */
class LostSessionsTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5_000);

    /** The first byte of a datagram of the handshake or of the session. */
    private static final int HELLO = 0xF8;
    private static final int DATA = 0xFC;

    private final SimulatedNetwork net = SimulatedNetwork.seeded(6);
    private final Identity identity = Identity.fresh(net.host().random());
    private final ServerLog log = new ServerLog();
    private final ConnectionLog ana = new ConnectionLog();
    private final ClientLog ben = new ClientLog();

    @AfterEach
    void endOfTime() {
        net.close();
    }

    private ChatServerBuilder server(Identity who) {
        return ChatServer.builder().network(net).bind(SERVER).identity(who).listener(log);
    }

    private ChatClientBuilder client(String name, ClientLog hears) {
        return ChatClient.builder().network(net).server(SERVER).name(name).listener(hears);
    }

    private void passes(Duration time) {
        net.advance(time);
    }

    private LinkRule lost(InetSocketAddress to, int type) {
        return (transit, random) -> transit.to().equals(to) && (transit.datagram().toByteArray()[0] & 0xFF) == type
                ? new Verdict.Drop()
                : new Verdict.Pass();
    }

    private LinkRule deaf(ChatClient client) {
        return (transit, random) -> transit.to().equals(client.localAddress()) ? new Verdict.Drop()
                : new Verdict.Pass();
    }

    private long times(String line) {
        return log.lines().stream().filter(line::equals).count();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 1_000, 1_500, 2_000, 2_500, 3_000, 3_500, 4_000})
    void answersThatComeAfterAClientHasGivenUpDoNotBringItBack(int giveUpMillis) {
        ChatServer first = server(identity).start();
        ChatClient client = client("Ana", ana)
                .reconnect(new ReconnectPolicy(Duration.ZERO, Duration.ofSeconds(1), Duration.ofMillis(giveUpMillis)))
                .connect();
        net.rule((transit, random) -> new Verdict.Delay(Duration.ofSeconds(1)));
        first.close();
        server(identity).start();
        passes(Duration.ofSeconds(30));
        assertThat(ana.states()).last().isInstanceOf(ConnectionState.Disconnected.class);
        assertThat(client.lobby().send("anybody?").join()).isEqualTo(new Delivery.Refused(DropReason.NOT_CONNECTED));
    }

    @Test
    void answersThatComeAfterATryHasFailedDoNotMakeASessionBesideTheNext() {
        ChatServer first = server(identity).start();
        ChatClient client = client("Ana", ana).connect();
        passes(Duration.ofSeconds(1));
        first.close();
        server(identity).start();
        Duration[] firstHello = {null};
        // Only the last HELLO of the try comes through, and its answers come when the try has failed.
        net.rule((transit, random) -> {
            if (transit.to().equals(client.localAddress())) {
                return transit.sentAt().compareTo(Duration.ofMinutes(1)) < 0 ? new Verdict.Delay(Duration.ofMillis(700))
                        : new Verdict.Pass();
            }
            if (firstHello[0] == null && (transit.datagram().toByteArray()[0] & 0xFF) == HELLO) {
                firstHello[0] = transit.sentAt();
            }
            return firstHello[0] != null && transit.sentAt().minus(firstHello[0]).compareTo(Duration.ofSeconds(29)) < 0
                    ? new Verdict.Drop()
                    : new Verdict.Pass();
        });
        passes(Duration.ofMinutes(2));
        List<ConnectionState> states = ana.states();
        assertThat(states).last().isInstanceOf(ConnectionState.Connected.class);
        for (int i = 1; i < states.size(); i++) {
            assertThat(states.get(i - 1) instanceof ConnectionState.Connected
                    && states.get(i) instanceof ConnectionState.Connected).as("connected twice: %s", states).isFalse();
        }
        assertThat(times("Ana left lobby: Replaced[]")).isZero();
    }

    @Test
    void aServerThatHasForgottenTheClientMeanwhileRelaysNothingTwice() {
        server(identity).start();
        ChatClient client = client("Ana", ana).connect();
        client("Ben", ben).connect();
        passes(Duration.ofSeconds(1));
        InstalledRule deaf = net.rule(deaf(client));
        CompletableFuture<Delivery> outcome = client.lobby().send("once");
        passes(Duration.ofSeconds(10));
        InstalledRule down = net.rule(LinkRule.partition(client.localAddress()));
        passes(Duration.ofMinutes(12));
        // The server makes a new record for the client, which does not hear that it was not known any more.
        down.remove();
        deaf.remove();
        InstalledRule noData = net.rule(lost(client.localAddress(), DATA));
        assertThat(net.advanceUntil(() -> times("Ana joined lobby") > 1, Duration.ofMinutes(3))).isTrue();
        noData.remove();
        down = net.rule(LinkRule.partition(client.localAddress()));
        passes(Duration.ofMinutes(1));
        down.remove();
        passes(Duration.ofMinutes(2));
        assertThat(outcome).isCompletedWithValue(new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST));
        assertThat(ben.texts()).containsExactly("once");
        assertThat(times("Ana said once")).isEqualTo(1);
    }

    @Test
    void whatWasNeverHeardBecauseTheFirstSessionWasShortIsSaidAgain() {
        server(identity).start();
        ChatClient client = client("Ana", ana).connect();
        passes(Duration.ofSeconds(1));
        InstalledRule down = net.rule(LinkRule.partition(client.localAddress()));
        CompletableFuture<Delivery> outcome = client.lobby().send("the first of all");
        passes(Duration.ofSeconds(60));
        down.remove();
        assertThat(outcome.join()).isInstanceOf(Delivery.Relayed.class);
        assertThat(times("Ana said the first of all")).isEqualTo(1);
    }

    @Test
    void theKeyThatWasProvedFirstIsKeptToAtFirstUse(@TempDir Path folder) throws Exception {
        server(identity).start();
        Identity other = Identity.of(new byte[32]);
        InstalledRule noData = net.rule((transit, random) -> transit.from().equals(SERVER)
                && (transit.datagram().toByteArray()[0] & 0xFF) == DATA ? new Verdict.Drop() : new Verdict.Pass());
        net.rule((transit, random) -> {
            if (transit.sentAt().toMillis() > 1_500 && net.openEndpoints().contains(SERVER)) {
                noData.remove();
            }
            return new Verdict.Pass();
        });
        net.host().worker("another server", () -> {
            net.crash(SERVER);
            server(other).start();
        }).wakeAt(net.host().nanoTime() + Duration.ofMillis(1_500).toNanos());
        Path known = folder.resolve("known");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                () -> client("Ana", ana).trust(Trust.firstUse(known)).connect())).isNotNull();
        assertThat(Files.readString(known)).contains(identity.key().toString()).doesNotContain(other.key().toString());
    }

    @Test
    void aHookSeesThatItIsTheSameClientAndNotAnotherOfItsName() {
        ChatServer[] server = new ChatServer[1];
        server[0] = server(identity).admit(request -> server[0].peers().stream()
                .filter(peer -> request.replaces().filter(peer.id()::equals).isEmpty())
                .anyMatch(peer -> peer.name().equals(request.name()))
                        ? Admission.reject(DropReason.NAME_TAKEN, "taken")
                        : Admission.accept(request.name()))
                .start();
        ChatClient client = client("Ana", ana).connect();
        passes(Duration.ofSeconds(1));
        InstalledRule deaf = net.rule(deaf(client));
        passes(Duration.ofSeconds(33));
        assertThat(server[0].peers()).hasSize(1);
        deaf.remove();
        passes(Duration.ofSeconds(10));
        assertThat(ana.states()).last().isInstanceOf(ConnectionState.Connected.class);
        assertThat(times("Ana left lobby: Replaced[]")).isEqualTo(1);
    }
}
