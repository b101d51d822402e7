package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Identity;
import io.github.udpchat.Trust;
import io.github.udpchat.contract.ConnectionLog;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.ConnectionState.Connected;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Successors that are not there, come late, name others or are named by a server that has no time. */
class SuccessorInTroubleTest {

    private static final InetSocketAddress FIRST = new InetSocketAddress("10.0.0.1", 5_000);
    private static final InetSocketAddress SECOND = new InetSocketAddress("10.0.0.2", 5_000);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(16);
    private final Identity identity = Identity.of(new byte[Identity.SECRET_BYTES]);
    private final ServerLog atSecond = new ServerLog();
    private final ConnectionLog ana = new ConnectionLog();
    private final ChatServer first = start(FIRST, new ServerLog());

    @AfterEach
    void endOfTime() {
        net.close();
    }

    private ChatServer start(InetSocketAddress where, ServerLog log) {
        return ChatServer.builder().network(net).protocol(Protocol.SESSION).bind(where).identity(identity).listener(log)
                .start();
    }

    private ChatClientBuilder client(String name) {
        return ChatClient.builder().network(net).server(FIRST).name(name).trust(Trust.pinned(identity.key()));
    }

    /** Somebody for whom a drain has to wait: it does not answer any more. */
    private void somebodyIsSilent() {
        net.rule(LinkRule.partition(client("Silent").connect().localAddress()));
    }

    private void anaIsConnected(int times) {
        assertThat(net.advanceUntil(
                () -> ana.states().stream().filter(Connected.class::isInstance).count() == times, SOON)).isTrue();
    }

    @Test
    void aServerWithoutTimeTellsItAtOnceAlsoRightAfterItHasSpoken() {
        start(SECOND, atSecond);
        ChatClient client = client("Ana").listener(ana).connect();
        net.advance(Duration.ofSeconds(1));
        first.room(RoomId.LOBBY).send("we move now");
        first.drain(Duration.ZERO, SECOND).join();
        anaIsConnected(2);
        assertThat(client.serverAddress()).isEqualTo(SECOND);
    }

    @Test
    void aBusyServerTellsAllOfItsMembers() {
        start(SECOND, atSecond);
        List<ChatClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(client("guest" + i).connect());
        }
        for (int i = 0; i < 60; i++) {
            first.room(RoomId.LOBBY).send("x".repeat(900));
        }
        first.drain(Duration.ofMillis(100), SECOND).join();
        net.advance(SOON);
        assertThat(clients).allSatisfy(client -> assertThat(client.serverAddress()).isEqualTo(SECOND));
    }

    @Test
    void whoComesForTheFirstTimeAndFindsNobodyThereGoesBackAfterHalfAMinute() {
        somebodyIsSilent();
        CompletableFuture<Boolean> drained = first.drain(Duration.ofSeconds(5), SECOND);
        net.advance(Duration.ofMillis(100));
        CompletableFuture<ChatClient> ben = client("Ben").connectTimeout(Duration.ofHours(1)).connectAsync();
        drained.join();
        start(FIRST, new ServerLog());
        net.advance(Duration.ofMinutes(2));
        assertThat(ben).isCompletedWithValueMatching(client -> client.serverAddress().equals(FIRST));
    }

    @Test
    void whoFindsNobodyThereIsNotToldThatTheOtherOneCloses() {
        somebodyIsSilent();
        first.drain(Duration.ofSeconds(20), SECOND);
        net.advance(Duration.ofMillis(100));
        ConnectFailedException failed = catchThrowableOfType(ConnectFailedException.class,
                () -> client("Ben").connectTimeout(SOON).connect());
        assertThat(failed).hasMessageContaining("10.0.0.2:5000");
        assertThat(failed.reason()).isEqualTo(new DisconnectReason.TimedOut(SOON));
    }

    @Test
    void aRoomThatIsWishedForMeanwhileIsEnteredThere() {
        start(SECOND, atSecond);
        somebodyIsSilent();
        ChatClient client = client("Ana").connect();
        first.drain(Duration.ofSeconds(5), SECOND);
        net.advance(Duration.ofMillis(100));
        CompletableFuture<?> dev = client.joinAsync("dev", message -> {
        });
        net.advance(Duration.ofSeconds(30));
        assertThat(dev).isCompleted();
        assertThat(atSecond.lines()).contains("Ana joined dev");
    }

    @Test
    void serversMayNameEachOtherAndThemselves() {
        ChatServer second = start(SECOND, atSecond);
        ChatClient client = client("Ana").listener(ana).connect();
        first.drain(SOON, SECOND).join();
        anaIsConnected(2);
        assertThat(client.serverAddress()).isEqualTo(SECOND);
        second.drain(SOON, SECOND).join();
        ChatServer again = start(SECOND, atSecond);
        anaIsConnected(3);
        assertThat(client.serverAddress()).isEqualTo(SECOND);
        start(FIRST, new ServerLog());
        again.drain(SOON, FIRST).join();
        anaIsConnected(4);
        assertThat(client.serverAddress()).isEqualTo(FIRST);
    }
}
