package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.ResetPacket;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.internal.wire.VersionPacket;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import org.junit.jupiter.api.Test;

/** What a server does for those whom nobody has admitted: PROTOCOL.md, sections 2.5 and 2.7. */
class StrangersTest extends SessionFixture {

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);

    @Test
    void aHalfOpenSessionIsForgottenAfterThreeSeconds() {
        ana.halfOpen();
        assertThat(sessions.sessionCount()).isEqualTo(1);
        assertThat(sessions.strangers()).isEqualTo(1);
        assertThat(passes(Duration.ofNanos(3 * SECOND - 1))).isEmpty();
        assertThat(sessions.sessionCount()).isEqualTo(1);
        assertThat(passes(Duration.ofNanos(1))).as("nobody is told").isEmpty();
        assertThat(sessions.sessionCount()).isZero();
        assertThat(sessions.strangers()).isZero();
        assertThat(server.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void beforeTheFirstAuthenticDataTheServerSaysNothingAndAsksNobody() {
        HandClient ben = new HandClient(this, at(2, 4_000), 12).member("Ben");
        ana.halfOpen();
        asks.clear();
        events.clear();
        List<Sent> sent = new ArrayList<>(ben.say(1, "hello"));
        sent.addAll(passes(Duration.ofMillis(2_900)));
        assertThat(sent).isNotEmpty().allMatch(packet -> packet.to().equals(ben.address()));
        ByteBuffer forged = ana.packet(new Frame.Ping());
        forged.put(forged.limit() - 1, (byte) (forged.get(forged.limit() - 1) ^ 1));
        assertThat(toServer(ana.address(), forged)).isEmpty();
        assertThat(drops).contains(DropReason.NOT_AUTHENTIC);
        assertThat(asks).isEmpty();
        assertThat(events).hasSize(1);
        passes(Duration.ofMillis(100));
        assertThat(sessions.strangers()).as("a forgery does not keep a half-open session").isZero();
    }

    @Test
    void whoOpensASessionAndDoesNotJoinIsClosedAfterThreeSeconds() {
        ana.open();
        List<Sent> early = passes(Duration.ofNanos(3 * SECOND - 1));
        assertThat(ana.closes(early)).isEmpty();
        assertThat(sessions.strangers()).isEqualTo(1);
        assertThat(ana.closes(passes(Duration.ofNanos(1)))).containsExactly((long) CloseCode.NO_ANSWER);
        assertThat(asks).isEmpty();
        assertThat(sessions.strangers()).as("while the CLOSE lingers").isEqualTo(1);
        passes(Closing.LINGER);
        assertThat(sessions.strangers()).isZero();
        assertThat(sessions.sessionCount()).isZero();
    }

    @Test
    void theSameInitBringsTheSameAcceptByteForByte() {
        ana.init();
        List<Sent> first = ana.sendInit();
        now += SECOND;
        List<Sent> second = ana.sendInit();
        assertThat(first).hasSize(1);
        assertThat(second).isEqualTo(first);
        assertThat(sessions.sessionCount()).isEqualTo(1);
        assertThat(sessions.strangers()).isEqualTo(1);
        ana.onAccept(second.getFirst().datagram());
        assertThat(ana.join("Ana")).isNotNull();
        assertThat(asks).hasSize(1);
    }

    @Test
    void anInitThatIsCopiedLaterMakesOneHalfOpenSessionWhateverBecameOfTheFirst() {
        ana.init();
        ana.onAccept(ana.sendInit().getFirst().datagram());
        ana.join("Ana");
        List<Sent> copied = ana.sendInit();
        assertThat(sessions.sessionCount()).isEqualTo(2);
        answer(Admission.accept("Ana"));
        assertThat(ana.sendInit()).as("the welcome of the first session changes nothing").isEqualTo(copied);
        assertThat(sessions.sessionCount()).isEqualTo(2);
        passes(Duration.ofSeconds(3));
        assertThat(sessions.strangers()).isZero();
        assertThat(sessions.sessionCount()).isEqualTo(1);
    }

    @Test
    void theCookieMustBeForTheAddressThatSendsIt() {
        ByteBuffer init = ana.init();
        assertThat(toServer(at(1, 4_001), init)).isEmpty();
        assertThat(toServer(at(2, 4_000), init)).isEmpty();
        assertThat(drops).containsExactly(DropReason.BAD_COOKIE, DropReason.BAD_COOKIE);
        assertThat(sessions.strangers()).isZero();
    }

    @Test
    void aHelloOfAnotherVersionIsAnsweredByTheVersionsThatAreSpoken() {
        Token16 nonce = new Token16(1, 2);
        List<Sent> answers = toServer(ana.address(), new HelloPacket(2, APPLICATION, nonce, true).write());
        assertThat(answers).hasSize(1);
        VersionPacket version = VersionPacket.read(answers.getFirst().datagram());
        assertThat(version).isEqualTo(new VersionPacket(nonce, List.of(HelloPacket.VERSION)));
        assertThat(drops).containsExactly(DropReason.UNKNOWN_VERSION);
    }

    @Test
    void anOldCookieIsNotTakenAndTheClientIsNotTold() {
        ana.init();
        now += 10 * SECOND + MILLISECOND;
        assertThat(ana.sendInit()).isEmpty();
        assertThat(drops).containsExactly(DropReason.COOKIE_EXPIRED);
    }

    @Test
    void aFailedHandshakeTakesAPlaceForThreeSecondsAndNoLonger() {
        for (int i = 0; i < 8; i++) {
            HandClient liar = new HandClient(this, at(1, 5_000 + i), 20);
            assertThat(toServer(liar.address(), liar.brokenInit())).isEmpty();
        }
        assertThat(drops).hasSize(8).containsOnly(DropReason.HANDSHAKE_FAILED);
        assertThat(sessions.strangers()).isEqualTo(8);
        ana.init();
        assertThat(ana.sendInit()).isEmpty();
        assertThat(drops).last().isEqualTo(DropReason.HANDSHAKE_LIMIT);
        passes(Duration.ofSeconds(3));
        assertThat(sessions.strangers()).isZero();
        assertThat(ofType(PacketType.ACCEPT, ana.sendInit())).hasSize(1);
    }

    @Test
    void aSiteHasEightPlacesAndAnotherSiteItsOwn() {
        for (int i = 0; i < 8; i++) {
            new HandClient(this, at(1, 5_000 + i), 20 + i).halfOpen();
        }
        ana.init();
        assertThat(ana.sendInit()).isEmpty();
        assertThat(drops).containsExactly(DropReason.HANDSHAKE_LIMIT);
        new HandClient(this, at(2, 5_000), 30).halfOpen();
        assertThat(sessions.strangers()).isEqualTo(9);
    }

    @Test
    void keyAgreementsHaveABudget() {
        int accepted = 0;
        for (int i = 0; i < 60; i++) {
            HandClient client = new HandClient(this, at(1 + i, 5_000), 20);
            client.init();
            accepted += client.sendInit().size();
        }
        assertThat(accepted).isEqualTo(50);
        assertThat(drops).hasSize(10).containsOnly(DropReason.OVER_BUDGET);
    }

    @Test
    void whoUsesASessionThatIsNotKnownIsToldByTheTokenOfTheServerAlone() {
        ana.halfOpen();
        passes(Duration.ofSeconds(3));
        List<Sent> sent = ana.join("Ana");
        assertThat(sent).containsExactly(new Sent(ana.address(), new ResetPacket(
                ana.sessionId(), serverIdentity.resetToken(ana.sessionId())).write()));
        assertThat(drops).containsExactly(DropReason.UNKNOWN_SESSION);
    }

    @Test
    void resetsHaveABudget() {
        ana.halfOpen();
        passes(Duration.ofSeconds(3));
        int told = 0;
        for (int i = 0; i < 150; i++) {
            told += ana.send(new Frame.Ping()).size();
        }
        assertThat(told).isEqualTo(100);
        passes(Duration.ofSeconds(1));
        assertThat(ana.send(new Frame.Ping())).hasSize(1);
    }

    @Test
    void aServerThatMustNotResetDoesNot() {
        ana.halfOpen();
        SessionServer quiet = newSessions(false);
        quiet.onDatagram(now, ana.address(), ana.packet(new Frame.Ping()), out);
        assertThat(sent()).isEmpty();
        assertThat(drops).containsExactly(DropReason.UNKNOWN_SESSION);
    }

    @Test
    void aServerNeverActsOnAReset() {
        ana.member("Ana");
        toServer(ana.address(), new ResetPacket(ana.sessionId(), serverIdentity.resetToken(ana.sessionId())).write());
        assertThat(drops).containsExactly(DropReason.UNEXPECTED);
        assertThat(sessions.sessionCount()).isEqualTo(1);
    }

    @Test
    void aServerThatWakesLateHasNothingDueThatDoesNotGo() {
        for (int seed = 0; seed < 300; seed++) {
            HandClient client = new HandClient(this, at(1 + seed % 250, 6_000 + seed), 40);
            switch (seed % 3) {
                case 0 -> client.halfOpen();
                case 1 -> client.open();
                default -> client.member("Client" + seed);
            }
            if (seed % 6 == 5) {
                hub.remove(now, hub.peers().getFirst().id(), "late", out);
            }
            now += random.nextLong(random.nextInt(5) == 0 ? 40 * SECOND : 2 * SECOND);
            server.onTimer(now, out);
            sent();
            forgetsAreAnswered();
        }
        passes(Duration.ofMinutes(2));
        assertThat(sessions.sessionCount()).isZero();
        assertThat(sessions.strangers()).isZero();
        assertThat(hub.peerCount()).isZero();
    }
}
