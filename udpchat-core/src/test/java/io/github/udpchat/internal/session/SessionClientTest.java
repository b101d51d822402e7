package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.RoomEntry;
import io.github.udpchat.internal.wire.AcceptPacket;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.ResetPacket;
import io.github.udpchat.internal.wire.RetryPacket;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.internal.wire.VersionPacket;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** What a client makes of what comes, packet by packet: PROTOCOL.md, sections 2.5 and 2.7. */
class SessionClientTest extends SessionFixture {

    private static final InetSocketAddress SERVER = at(200, 5_000);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final InetSocketAddress home = at(1, 4_000);
    private final CompletableFuture<ConnectionState> connected = new CompletableFuture<>();
    private final List<DropReason> clientDrops = new ArrayList<>();
    private final Outbox clientOut = new Outbox();
    private final SessionClient client = new SessionClient(
            new ClientSettings(SERVER, List.of(keyOf(serverIdentity)), false, identity(50), false, APPLICATION, "Ana",
                    Payload.EMPTY, LIMITS, TIMEOUT, ReconnectPolicy.never()),
            random::nextBytes,
            connected);

    private static IdentityKey keyOf(IdentitySecret identity) {
        return IdentityKey.of(identity.staticKeys().publicKey().toByteArray());
    }

    private List<ByteBuffer> start() {
        client.onStart(now, clientOut);
        return clientSent();
    }

    private List<ByteBuffer> clientSent() {
        List<ByteBuffer> sent = new ArrayList<>();
        while (clientOut.sends() > 0) {
            assertThat(clientOut.recipient()).isEqualTo(SERVER);
            sent.add(clientOut.datagram());
            clientOut.removeSend();
        }
        for (Notice notice = clientOut.notices().poll(); notice != null; notice = clientOut.notices().poll()) {
            if (notice instanceof Dropped(DropReason reason)) {
                clientDrops.add(reason);
            } else if (notice instanceof Reply<?> reply) {
                reply.deliver();
            }
        }
        return sent;
    }

    private List<ByteBuffer> toClient(ByteBuffer datagram) {
        client.onDatagram(now, SERVER, datagram.duplicate(), clientOut);
        return clientSent();
    }

    /** Brings the client's packets to the server, and returns what the server answers. */
    private List<ByteBuffer> toServer(List<ByteBuffer> datagrams) {
        List<ByteBuffer> answers = new ArrayList<>();
        datagrams.forEach(datagram -> toServer(home, datagram).forEach(sent -> answers.add(sent.datagram())));
        return answers;
    }

    private List<ByteBuffer> allToClient(List<ByteBuffer> datagrams) {
        List<ByteBuffer> answers = new ArrayList<>();
        datagrams.forEach(datagram -> answers.addAll(toClient(datagram)));
        return answers;
    }

    private List<ByteBuffer> clientPasses(Duration time) {
        long until = now + time.toNanos();
        List<ByteBuffer> sent = new ArrayList<>();
        while (client.nextDeadline() <= until) {
            now = Math.max(now, client.nextDeadline());
            client.onTimer(now, clientOut);
            sent.addAll(clientSent());
        }
        now = until;
        return sent;
    }

    private ByteBuffer retry() {
        return toServer(start()).getFirst();
    }

    private ByteBuffer accept() {
        return toServer(toClient(retry())).getFirst();
    }

    private void becomesMember() {
        toServer(toClient(accept()));
        List<ByteBuffer> welcome = answer(Admission.accept("Ana")).stream().map(Sent::datagram).toList();
        allToClient(welcome);
        assertThat(connected).isCompletedWithValue(
                new ConnectionState.Connected(keyOf(serverIdentity), "Ana"));
    }

    private static ByteBuffer copy(ByteBuffer datagram) {
        return ByteBuffer.allocate(datagram.remaining()).put(datagram.duplicate()).flip();
    }

    private static ByteBuffer changedAt(int index, ByteBuffer datagram) {
        ByteBuffer changed = copy(datagram);
        return changed.put(index, (byte) (changed.get(index) ^ 1));
    }

    @Test
    void aHandshakeTakesFourPacketsAndThenJoin() {
        becomesMember();
        assertThat(clientDrops).isEmpty();
        assertThat(drops).isEmpty();
    }

    @Test
    void aRetryWithAKeyThatIsNotTrustedIsDroppedAndTheTrueOneStillTaken() {
        ByteBuffer retry = retry();
        byte[] falseKey = identity(77).staticKeys().publicKey().toByteArray();
        RetryPacket original = Objects.requireNonNull(RetryPacket.read(retry));
        ByteBuffer forged = new RetryPacket(original.nonce(), original.cookie(), falseKey).write();
        assertThat(toClient(forged)).as("nothing is sent, least of all the client's own key").isEmpty();
        assertThat(clientDrops).containsExactly(DropReason.WRONG_SERVER_KEY);
        assertThat(toClient(retry)).hasSize(1);
    }

    @Test
    void whoOnlySawAFalseKeyIsToldSoInTheEnd() {
        RetryPacket original = Objects.requireNonNull(RetryPacket.read(retry()));
        IdentitySecret other = identity(77);
        toClient(new RetryPacket(original.nonce(), original.cookie(),
                other.staticKeys().publicKey().toByteArray()).write());
        clientPasses(TIMEOUT);
        assertThat(connected).isCompletedWithValue(
                new ConnectionState.Disconnected(new DisconnectReason.WrongServerKey(keyOf(other))));
    }

    @Test
    void aRetryForAnotherNonceMeansNothing() {
        assertThat(toClient(changedAt(5, retry()))).isEmpty();
        assertThat(clientDrops).containsExactly(DropReason.UNEXPECTED);
    }

    @Test
    void aSecondRetryMeansNothing() {
        ByteBuffer retry = retry();
        toClient(retry);
        assertThat(toClient(retry)).isEmpty();
        assertThat(clientDrops).containsExactly(DropReason.UNEXPECTED);
    }

    @Test
    void nothingIsTakenFromAnybodyButTheServer() {
        ByteBuffer retry = retry();
        client.onDatagram(now, at(200, 5_001), retry.duplicate(), clientOut);
        client.onDatagram(now, at(201, 5_000), retry.duplicate(), clientOut);
        assertThat(clientSent()).isEmpty();
        assertThat(clientDrops).containsExactly(DropReason.NOT_FROM_SERVER, DropReason.NOT_FROM_SERVER);
    }

    @Test
    void falseAnswersChangeNothingButOnlySoManyAreTried() {
        ByteBuffer accept = accept();
        for (int i = 0; i < ClientHandshake.MOST_ANSWERS - 1; i++) {
            assertThat(toClient(changedAt(20 + i, accept))).isEmpty();
        }
        assertThat(clientDrops).hasSize(ClientHandshake.MOST_ANSWERS - 1).containsOnly(DropReason.HANDSHAKE_FAILED);
        assertThat(toClient(accept)).as("JOIN").hasSize(1);
    }

    @Test
    void afterTwentyFalseAnswersTheTrueOneIsNotTriedUntilTheClientBeginsAnew() {
        ByteBuffer accept = accept();
        for (int i = 0; i < ClientHandshake.MOST_ANSWERS; i++) {
            toClient(changedAt(20 + i, accept));
        }
        assertThat(toClient(accept)).isEmpty();
        assertThat(clientDrops).last().isEqualTo(DropReason.OVER_BUDGET);
        List<ByteBuffer> sent = clientPasses(ClientHandshake.COOKIE_PATIENCE);
        assertThat(PacketType.of(sent.getLast())).isEqualTo(PacketType.HELLO);
        passes(Duration.ZERO);
        toServer(allToClient(toServer(allToClient(toServer(List.of(sent.getLast()))))));
        allToClient(answer(Admission.accept("Ana")).stream().map(Sent::datagram).toList());
        assertThat(connected).isCompleted();
    }

    @Test
    void helloIsRepeatedTheSameBytesMoreAndMoreSeldom() {
        ByteBuffer hello = start().getFirst();
        long begin = now;
        List<Long> times = new ArrayList<>();
        while (client.nextDeadline() < begin + 9 * SECOND) {
            now = client.nextDeadline();
            client.onTimer(now, clientOut);
            for (ByteBuffer sent : clientSent()) {
                assertThat(sent).isEqualTo(hello);
                times.add((now - begin) / MILLISECOND);
            }
        }
        assertThat(times).containsExactly(500L, 1_500L, 3_500L, 5_500L, 7_500L);
    }

    @Test
    void initIsRepeatedTheSameBytesAndGivenUpEightSecondsAfterRetry() {
        ByteBuffer init = toClient(retry()).getFirst();
        List<ByteBuffer> sent = clientPasses(Duration.ofNanos(8 * SECOND - 1));
        assertThat(sent).hasSize(5).containsOnly(init);
        assertThat(clientPasses(Duration.ofNanos(1))).singleElement()
                .satisfies(hello -> assertThat(PacketType.of(hello)).isEqualTo(PacketType.HELLO));
    }

    @Test
    void aResetIsBelievedByItsTokenAlone() {
        becomesMember();
        long id = sessionIdOfTheOne();
        Token16 token = serverIdentity.resetToken(id);
        toClient(new ResetPacket(id, new Token16(token.high(), token.low() ^ 1)).write());
        toClient(new ResetPacket(id, new Token16(token.high() ^ 1, token.low())).write());
        toClient(new ResetPacket(id, new Token16(0, 0)).write());
        toClient(new ResetPacket(id + 1, token).write());
        toClient(new ResetPacket(id + 1, serverIdentity.resetToken(id + 1)).write());
        assertThat(clientDrops).hasSize(5).containsOnly(DropReason.UNEXPECTED);
        CompletableFuture<Delivery> outcome = new CompletableFuture<>();
        now += SECOND;
        client.send(now, RoomId.LOBBY, Payload.utf8("still here").asByteBuffer(), outcome, clientOut);
        assertThat(clientSent()).hasSize(1);
        toClient(new ResetPacket(id, token).write());
        assertThat(clientDrops).hasSize(5);
        assertThat(outcome).isCompleted();
    }

    private long sessionIdOfTheOne() {
        CompletableFuture<Delivery> outcome = new CompletableFuture<>();
        now += SECOND;
        client.send(now, RoomId.LOBBY, Payload.utf8("hello").asByteBuffer(), outcome, clientOut);
        return DataPacket.sessionId(clientSent().getFirst());
    }

    @Test
    void aResetWhileNothingHasComeOfTheSessionBeginsAnew() {
        List<ByteBuffer> join = toClient(accept());
        long id = DataPacket.sessionId(join.getFirst());
        assertThat(toClient(new ResetPacket(id, new Token16(1, 2)).write())).isEmpty();
        assertThat(toClient(new ResetPacket(id, serverIdentity.resetToken(id)).write())).singleElement()
                .satisfies(hello -> assertThat(PacketType.of(hello)).isEqualTo(PacketType.HELLO));
    }

    @Test
    void versionEndsNothing() {
        ByteBuffer hello = start().getFirst();
        Token16 nonce = Token16.read(hello.duplicate().position(11));
        toClient(new VersionPacket(nonce, List.of(2, 3)).write());
        assertThat(clientDrops).isEmpty();
        assertThat(toClient(toServer(List.of(hello)).getFirst())).as("INIT").hasSize(1);
    }

    @Test
    void anAcceptThatIsRepeatedMeansNothing() {
        ByteBuffer accept = accept();
        toClient(accept);
        toClient(accept);
        assertThat(clientDrops).containsExactly(DropReason.UNEXPECTED);
        assertThat(AcceptPacket.read(accept)).isNotNull();
    }

    @Test
    void aServerThatIsTooBusyToLetItIntoARoomIsAskedAgainAfterASecond() {
        becomesMember();
        CompletableFuture<RoomEntry> entry = new CompletableFuture<>();
        now += SECOND;
        out.setListenerBehind(true);
        client.enter(now, new RoomId("dev"), entry, clientOut);
        List<ByteBuffer> refused = toServer(clientSent());
        assertThat(drops).contains(DropReason.LISTENER_BEHIND);
        allToClient(refused);
        out.setListenerBehind(false);
        List<ByteBuffer> early = clientPasses(Duration.ofNanos(SECOND - 1));
        toServer(early);
        assertThat(hub.peers()).hasSize(1);
        assertThat(entry).isNotDone();
        allToClient(toServer(clientPasses(Duration.ofMillis(2))));
        assertThat(entry).isCompletedWithValue(new RoomEntry.Entered());
    }
}
