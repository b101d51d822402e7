package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.Frame;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, section 2.12. */
class PathsTest {

    private static final long MILLIS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final InetSocketAddress HOME = SessionFixture.at(1, 4_000);
    private static final InetSocketAddress AWAY = SessionFixture.at(2, 4_000);
    private static final InetSocketAddress OTHER_PORT = SessionFixture.at(1, 5_000);
    private static final InetSocketAddress THIRD = SessionFixture.at(3, 4_000);

    private final Outbox out = new Outbox();
    private final Paths paths = new Paths(7, HOME, new SplittableRandom(1)::nextBytes);

    private List<Paths.Challenge> challenges(long now) {
        List<Paths.Challenge> challenges = new ArrayList<>();
        for (Paths.Challenge next = paths.nextChallenge(now); next != null; next = paths.nextChallenge(now)) {
            challenges.add(next);
        }
        return challenges;
    }

    private static long dataFor(InetSocketAddress to, List<Paths.Challenge> challenges) {
        return challenges.stream().filter(challenge -> challenge.to().equals(to)).findFirst().orElseThrow().frame()
                .data();
    }

    private Paths.Change respond(InetSocketAddress from, long data) {
        return respond(0, from, data);
    }

    private Paths.Change respond(long now, InetSocketAddress from, long data) {
        return paths.onResponse(now, from, new Frame.PathResponse(data), out);
    }

    @Test
    void theNewestPacketFromElsewhereIsChallengedThereAndHere() {
        paths.onPacket(0, AWAY, 64, true);
        List<Paths.Challenge> challenges = challenges(0);
        assertThat(challenges).extracting(Paths.Challenge::to).containsExactly(AWAY, HOME);
        assertThat(dataFor(AWAY, challenges)).isNotEqualTo(dataFor(HOME, challenges));
        assertThat(paths.current()).isEqualTo(HOME);
        assertThat(respond(AWAY, dataFor(AWAY, challenges))).isEqualTo(Paths.Change.ANOTHER_ADDRESS);
        assertThat(paths.current()).isEqualTo(AWAY);
        assertThat(paths.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void anotherPortOfTheSameHostIsToldApart() {
        paths.onPacket(0, OTHER_PORT, 64, true);
        assertThat(respond(OTHER_PORT, dataFor(OTHER_PORT, challenges(0)))).isEqualTo(Paths.Change.ANOTHER_PORT);
        assertThat(paths.current()).isEqualTo(OTHER_PORT);
    }

    /** To the JDK the two are the same: InetSocketAddress.equals looks neither at the scope nor at the interface. */
    @Test
    void theSameAddressOnAnotherInterfaceIsAnotherOne() {
        InetSocketAddress one = linkLocal(1);
        InetSocketAddress other = linkLocal(2);
        Paths onLinks = new Paths(7, one, new SplittableRandom(1)::nextBytes);
        onLinks.onPacket(0, linkLocal(1), 64, true);
        assertThat(onLinks.nextDeadline()).isEqualTo(Machine.NEVER);

        onLinks.onPacket(0, other, 64, true);
        Paths.Challenge there = Objects.requireNonNull(onLinks.nextChallenge(0), "a challenge for a candidate");
        assertThat(scope(there.to())).isEqualTo(2);
        Frame.PathResponse response = new Frame.PathResponse(there.frame().data());
        assertThat(onLinks.onResponse(0, one, response, out)).as("not from there").isEqualTo(Paths.Change.NONE);
        assertThat(onLinks.onResponse(0, other, response, out)).isEqualTo(Paths.Change.ANOTHER_ADDRESS);
        assertThat(scope(onLinks.current())).isEqualTo(2);
        assertThat(onLinks.isCurrent(other)).isTrue();
        assertThat(onLinks.isCurrent(one)).isFalse();
    }

    @Test
    void aCandidateOnAnotherInterfaceIsReplacedAndFoundAgain() {
        paths.onPacket(0, linkLocal(1), 64, true);
        long first = challenges(0).getFirst().frame().data();
        paths.onPacket(250 * MILLIS, linkLocal(2), 64, true);
        long second = challenges(250 * MILLIS).getFirst().frame().data();
        assertThat(second).isNotEqualTo(first);
        assertThat(respond(300 * MILLIS, linkLocal(2), first)).isEqualTo(Paths.Change.NONE);
        assertThat(respond(300 * MILLIS, linkLocal(1), first)).isEqualTo(Paths.Change.ANOTHER_ADDRESS);
        assertThat(scope(paths.current())).isEqualTo(1);
    }

    private static InetSocketAddress linkLocal(int scope) {
        byte[] address = new byte[16];
        address[0] = (byte) 0xFE;
        address[1] = (byte) 0x80;
        address[15] = 1;
        try {
            return new InetSocketAddress(Inet6Address.getByAddress(null, address, scope), 4_000);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static int scope(InetSocketAddress address) {
        return ((Inet6Address) address.getAddress()).getScopeId();
    }

    @Test
    void anOldPacketFromElsewhereMeansNothing() {
        paths.onPacket(0, AWAY, 64, false);
        assertThat(challenges(0)).isEmpty();
        assertThat(paths.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void aResponseCountsOnlyFromWhereItsChallengeWent() {
        paths.onPacket(0, AWAY, 64, true);
        List<Paths.Challenge> challenges = challenges(0);
        assertThat(respond(HOME, dataFor(AWAY, challenges))).isEqualTo(Paths.Change.NONE);
        assertThat(respond(THIRD, dataFor(AWAY, challenges))).isEqualTo(Paths.Change.NONE);
        assertThat(respond(AWAY, dataFor(HOME, challenges))).isEqualTo(Paths.Change.NONE);
        assertThat(respond(AWAY, dataFor(AWAY, challenges) + 1)).isEqualTo(Paths.Change.NONE);
        assertThat(paths.current()).isEqualTo(HOME);
    }

    @Test
    void whoIsStillWhereItWasIsNotMovedByACopyFromElsewhere() {
        paths.onPacket(0, AWAY, 64, true);
        List<Paths.Challenge> challenges = challenges(0);
        assertThat(respond(HOME, dataFor(HOME, challenges))).isEqualTo(Paths.Change.NONE);
        assertThat(respond(AWAY, dataFor(AWAY, challenges))).as("too late").isEqualTo(Paths.Change.NONE);
        paths.onPacket(MILLIS * 300, AWAY, 64, true);
        paths.onPacket(MILLIS * 301, HOME, 64, true);
        assertThat(paths.nextDeadline()).as("a newer packet from the current address").isEqualTo(Machine.NEVER);
    }

    @Test
    void challengesAreRepeatedAfterOneAndThreeSecondsAndGivenUpAfterSix() {
        paths.onPacket(0, AWAY, 1_000, true);
        List<Paths.Challenge> first = challenges(0);
        assertThat(paths.nextDeadline()).isEqualTo(1_000 * MILLIS);
        assertThat(challenges(1_000 * MILLIS)).as("the same bytes").isEqualTo(first);
        assertThat(challenges(3_000 * MILLIS)).isEqualTo(first);
        assertThat(challenges(5_999 * MILLIS)).isEmpty();
        assertThat(paths.nextDeadline()).isEqualTo(6_000 * MILLIS);
        paths.onTimer(6_000 * MILLIS);
        assertThat(paths.nextDeadline()).isEqualTo(Machine.NEVER);
        assertThat(respond(6_000 * MILLIS, AWAY, dataFor(AWAY, first))).isEqualTo(Paths.Change.NONE);
    }

    @Test
    void noMoreGoesToACandidateThanCameFromThere() {
        paths.onPacket(0, AWAY, 64, true);
        assertThat(challenges(0)).extracting(Paths.Challenge::to).containsExactly(AWAY, HOME);
        assertThat(challenges(3_000 * MILLIS)).extracting(Paths.Challenge::to).containsExactly(HOME);
        paths.onPacket(3_000 * MILLIS, AWAY, 64, false);
        assertThat(challenges(3_000 * MILLIS)).extracting(Paths.Challenge::to).containsExactly(AWAY);
    }

    @Test
    void aCandidateIsReplacedFourTimesASecondAtMost() {
        paths.onPacket(0, AWAY, 64, true);
        challenges(0);
        paths.onPacket(249 * MILLIS, THIRD, 64, true);
        assertThat(challenges(249 * MILLIS)).isEmpty();
        paths.onPacket(250 * MILLIS, THIRD, 64, true);
        assertThat(challenges(250 * MILLIS)).extracting(Paths.Challenge::to).containsExactly(THIRD, HOME);
    }

    @Test
    void challengesForOneAddressAreATenthOfASecondApartHoweverMuchComesFromThere() {
        long sent = 0;
        for (int millis = 0; millis < 1_000; millis++) {
            paths.onPacket(millis * MILLIS, AWAY, 1_000, true);
            sent += challenges(millis * MILLIS).stream().filter(challenge -> challenge.to().equals(AWAY)).count();
        }
        assertThat(sent).isEqualTo(10);
    }

    @Test
    void aClientThatComesFromTwoAddressesInTurnsIsValidatedHoweverLongItsAnswerTakes() {
        paths.onPacket(0, AWAY, 64, true);
        long away = dataFor(AWAY, challenges(0));
        paths.onPacket(250 * MILLIS, THIRD, 64, true);
        long third = dataFor(THIRD, challenges(250 * MILLIS));
        assertThat(respond(600 * MILLIS, THIRD, away)).as("sent to another address").isEqualTo(Paths.Change.NONE);
        assertThat(respond(600 * MILLIS, AWAY, away)).isEqualTo(Paths.Change.ANOTHER_ADDRESS);
        assertThat(paths.current()).isEqualTo(AWAY);
        assertThat(respond(600 * MILLIS, THIRD, third)).as("the episode is over").isEqualTo(Paths.Change.NONE);
    }

    @Test
    void aCandidateThatComesAgainIsAskedTheSame() {
        paths.onPacket(0, AWAY, 64, true);
        List<Paths.Challenge> first = challenges(0);
        paths.onPacket(250 * MILLIS, THIRD, 64, true);
        challenges(250 * MILLIS);
        paths.onPacket(500 * MILLIS, AWAY, 64, true);
        assertThat(dataFor(AWAY, challenges(500 * MILLIS))).isEqualTo(dataFor(AWAY, first));
    }
}
