package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.Room;
import io.github.udpchat.Trust;
import io.github.udpchat.contract.ConnectionLog;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.ConnectionState.Connected;
import io.github.udpchat.model.ConnectionState.Disconnected;
import io.github.udpchat.model.ConnectionState.Reconnecting;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a server that is drained and has a successor elsewhere: PROTOCOL.md, section 2.13. */
class SuccessorTest {

    private static final InetSocketAddress FIRST = new InetSocketAddress("10.0.0.1", 5_000);
    private static final InetSocketAddress SECOND = new InetSocketAddress("10.0.0.2", 5_000);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(16);
    private final Identity one = identity(1);
    private final Identity other = identity(2);
    private final ServerLog atFirst = new ServerLog();
    private final ServerLog atSecond = new ServerLog();
    private final ConnectionLog ana = new ConnectionLog();
    private final ChatServer first = start(FIRST, one, atFirst);

    @AfterEach
    void endOfTime() {
        net.close();
    }

    private static Identity identity(int number) {
        byte[] secret = new byte[32];
        secret[0] = (byte) number;
        return Identity.of(secret);
    }

    private ChatServer start(InetSocketAddress where, Identity who, ServerLog log) {
        return ChatServer.builder().network(net).protocol(Protocol.SESSION).bind(where).identity(who).listener(log)
                .start();
    }

    private ChatClientBuilder client(String name) {
        return ChatClient.builder().network(net).server(FIRST).name(name);
    }

    private ChatClient anaAtFirst() {
        return client("Ana").trust(Trust.pinned(one.key())).listener(ana).connect();
    }

    private void drained() {
        assertThat(first.drain(SOON, SECOND).join()).isTrue();
    }

    private boolean isMemberAgain(ConnectionLog log, int times, Duration within) {
        return net.advanceUntil(() -> log.states().stream().filter(Connected.class::isInstance).count() > times,
                within);
    }

    @Test
    void theyAreAtTheSuccessorSoonInAllTheirRooms() {
        start(SECOND, one, atSecond);
        ChatClient client = anaAtFirst();
        Room dev = client.join("dev");
        drained();
        assertThat(isMemberAgain(ana, 1, SOON)).isTrue();
        assertThat(client.serverAddress()).isEqualTo(SECOND);
        assertThat(dev.send("here again").join()).isInstanceOf(Delivery.Relayed.class);
        assertThat(atSecond.lines()).contains("Ana joined lobby", "Ana joined dev", "Ana said here again");
        assertThat(ana.states()).containsExactly(new Connected(one.key(), "Ana"),
                new Reconnecting(new DisconnectReason.ServerClosed()), new Connected(one.key(), "Ana"));
    }

    @Test
    void whatTheySayOnTheWayIsSaidThere() {
        start(SECOND, one, atSecond);
        ChatClient client = anaAtFirst();
        drained();
        assertThat(net.advanceUntil(() -> ana.states().size() == 2, SOON)).isTrue();
        CompletableFuture<Delivery> meanwhile = client.lobby().send("on the way");
        assertThat(meanwhile.join()).isInstanceOf(Delivery.Relayed.class);
        assertThat(atSecond.lines()).contains("Ana said on the way");
        assertThat(atFirst.lines()).doesNotContain("Ana said on the way");
    }

    @Test
    void whoFindsNobodyThereComesBack() {
        ChatClient client = anaAtFirst();
        drained();
        start(FIRST, one, atFirst);
        assertThat(isMemberAgain(ana, 1, Duration.ofMinutes(2))).isTrue();
        assertThat(client.serverAddress()).isEqualTo(FIRST);
    }

    @Test
    void whoIsNotReachedGoesOnLookingInBothPlaces() {
        ChatClient client = anaAtFirst();
        drained();
        net.advance(Duration.ofMinutes(10));
        start(SECOND, one, atSecond);
        assertThat(isMemberAgain(ana, 1, Duration.ofMinutes(3))).isTrue();
        assertThat(client.serverAddress()).isEqualTo(SECOND);
    }

    @Test
    void aSuccessorWithAnotherKeyIsNobodyUnlessThatIsPinnedToo() {
        start(SECOND, other, atSecond);
        ConnectionLog ben = new ConnectionLog();
        ChatClient trusting = client("Ben").trust(new Trust.Pinned(List.of(one.key(), other.key()))).listener(ben)
                .connect();
        ChatClient client = anaAtFirst();
        drained();
        assertThat(isMemberAgain(ben, 1, SOON)).isTrue();
        assertThat(trusting.serverAddress()).isEqualTo(SECOND);
        net.advance(Duration.ofMinutes(5));
        assertThat(atSecond.lines()).contains("Ben joined lobby").noneMatch(line -> line.startsWith("Ana"));
        start(FIRST, one, atFirst);
        assertThat(isMemberAgain(ana, 1, Duration.ofMinutes(2))).isTrue();
        assertThat(client.serverAddress()).isEqualTo(FIRST);
    }

    @Test
    void aLinkThatLosesHalfOfAllDoesNotKeepThemFromKnowing() {
        start(SECOND, one, atSecond);
        ChatClient client = anaAtFirst();
        net.rule(LinkRule.loss(0.5));
        assertThat(first.drain(Duration.ofMinutes(1), SECOND).join()).isTrue();
        assertThat(isMemberAgain(ana, 1, Duration.ofMinutes(3))).isTrue();
        assertThat(client.serverAddress()).isEqualTo(SECOND);
    }

    /** The first server drains, and has not ended soon, because somebody does not answer. */
    private void drainsForAWhile() {
        ChatClient silent = client("Silent").trust(Trust.any()).connect();
        net.rule(LinkRule.partition(silent.localAddress()));
        CompletableFuture<Boolean> drained = first.drain(Duration.ofMinutes(2), SECOND);
        net.advance(Duration.ofSeconds(1));
        assertThat(drained).isNotDone();
    }

    @Test
    void whoComesBackWhileItDrainsIsSentOnToo() {
        start(SECOND, one, atSecond);
        ChatClient client = anaAtFirst();
        InstalledRule outage = net.rule(LinkRule.partition(client.localAddress()));
        net.advance(Duration.ofSeconds(31));
        outage.remove();
        drainsForAWhile();
        assertThat(isMemberAgain(ana, 1, Duration.ofSeconds(20))).isTrue();
        assertThat(client.serverAddress()).isEqualTo(SECOND);
    }

    @Test
    void soIsWhoComesForTheFirstTime() {
        start(SECOND, one, atSecond);
        drainsForAWhile();
        ChatClient ben = client("Ben").trust(Trust.pinned(one.key())).connect();
        assertThat(ben.serverAddress()).isEqualTo(SECOND);
    }

    @Test
    void whoFindsItFullStaysNear() {
        ChatServer small = ChatServer.builder().network(net).protocol(Protocol.SESSION).bind(SECOND).identity(one)
                .maxPeers(1).start();
        ChatClient there = ChatClient.builder().network(net).server(SECOND).trust(Trust.any()).name("Ben").connect();
        ChatClient client = anaAtFirst();
        drained();
        assertThat(net.advanceUntil(() -> small.stats().traffic().drops().containsKey(DropReason.SERVER_FULL), SOON))
                .isTrue();
        there.close();
        assertThat(isMemberAgain(ana, 1, SOON)).as("without 30 s at the first one").isTrue();
        assertThat(client.serverAddress()).isEqualTo(SECOND);
    }

    @Test
    void whoIsRefusedThereForGoodIsDisconnected() {
        start(SECOND, one, atSecond);
        ChatClient.builder().network(net).server(SECOND).trust(Trust.any()).name("Ana").connect();
        anaAtFirst();
        drained();
        start(FIRST, one, atFirst);
        net.advance(SOON);
        assertThat(ana.states()).last()
                .isEqualTo(new Disconnected(new DisconnectReason.Refused(DropReason.NAME_TAKEN, "")));
    }

    @Test
    void whatWasUnderWayIsUnconfirmedAndWhatWasMeantForAPersonThereIsRefused() {
        start(SECOND, one, atSecond);
        ChatClient client = anaAtFirst();
        client("Ben").trust(Trust.any()).connect();
        net.advance(Duration.ofSeconds(1));
        PeerId toBen = client.lobby().presence().participants().stream().filter(who -> who.name().equals("Ben"))
                .findAny().orElseThrow().id();
        InstalledRule deaf = net.rule((transit, random) -> transit.to().equals(client.localAddress())
                ? new Verdict.Drop()
                : new Verdict.Pass());
        CompletableFuture<Delivery> said = client.lobby().send("heard by the first one");
        net.advance(Duration.ofSeconds(31));
        assertThat(atFirst.lines()).contains("Ana said heard by the first one");
        drainsForAWhile();
        CompletableFuture<DirectDelivery> direct = client.direct(toBen, "who are you now?");
        deaf.remove();
        assertThat(isMemberAgain(ana, 1, Duration.ofSeconds(20))).isTrue();
        assertThat(client.serverAddress()).isEqualTo(SECOND);
        assertThat(said.join()).isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.SERVER_RESTARTED));
        assertThat(direct.join()).isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_PEER));
        assertThat(atSecond.lines()).noneMatch(line -> line.startsWith("Ana said"));
    }

    @Test
    void whoTrustedAtFirstUseTrustsThatKeyAlone(@TempDir Path folder) {
        Trust trust = Trust.firstUse(folder.resolve("known"));
        start(SECOND, other, atSecond);
        ChatClient client = client("Ana").trust(trust).listener(ana).connect();
        drained();
        net.advance(Duration.ofMinutes(3));
        assertThat(isMemberAgain(ana, 1, Duration.ZERO)).isFalse();
        start(FIRST, one, atFirst);
        assertThat(isMemberAgain(ana, 1, Duration.ofMinutes(2))).isTrue();
        assertThat(client.serverAddress()).isEqualTo(FIRST);
    }

    @Test
    void thereNeedNotBeTimeForMoreThanTheWord() {
        start(SECOND, one, atSecond);
        ChatClient client = anaAtFirst();
        net.advance(Duration.ofSeconds(1));
        first.drain(Duration.ofMillis(100), SECOND).join();
        assertThat(isMemberAgain(ana, 1, SOON)).isTrue();
        assertThat(client.serverAddress()).isEqualTo(SECOND);
    }

    @Test
    void aServerOfAMachineSendsNobodyAwayFromThere() {
        InetSocketAddress local = new InetSocketAddress("127.0.0.1", 5_000);
        ChatServer server = start(local, one, atFirst);
        start(SECOND, one, atSecond);
        ChatClient client = client("Ana").server(local).listener(ana).connect();
        assertThat(server.drain(SOON, SECOND).join()).isTrue();
        start(local, one, atFirst);
        assertThat(isMemberAgain(ana, 1, SOON)).isTrue();
        assertThat(client.serverAddress()).isEqualTo(local);
    }
}
