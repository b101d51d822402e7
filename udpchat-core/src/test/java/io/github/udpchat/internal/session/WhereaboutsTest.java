package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class WhereaboutsTest {

    private static final InetSocketAddress GIVEN = new InetSocketAddress("192.0.2.1", 5_000);
    private static final InetSocketAddress SECOND = new InetSocketAddress("192.0.2.2", 5_000);
    private static final InetSocketAddress THIRD = new InetSocketAddress("198.51.100.3", 6_000);

    private final Whereabouts whereabouts = new Whereabouts(GIVEN);

    private List<InetSocketAddress> failedTries(int count) {
        List<InetSocketAddress> tried = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tried.add(whereabouts.next());
            whereabouts.tryFailed(false);
        }
        return tried;
    }

    @Test
    void withoutASuccessorThereIsOneServer() {
        whereabouts.sessionLost();
        assertThat(failedTries(3)).containsOnly(GIVEN);
    }

    @Test
    void whoIsSentOnGoesThereAndThenTakesTurns() {
        whereabouts.named(SECOND);
        assertThat(whereabouts.next()).as("the session goes on").isEqualTo(GIVEN);
        whereabouts.sessionLost();
        assertThat(failedTries(4)).containsExactly(SECOND, GIVEN, SECOND, GIVEN);
    }

    @Test
    void whoIsAtTheSuccessorStaysThere() {
        whereabouts.named(SECOND);
        whereabouts.sessionLost();
        whereabouts.sessionLost();
        assertThat(whereabouts.next()).isEqualTo(SECOND);
    }

    @Test
    void whoHasComeBackToTheFirstOneIsNotSentOnAgainByWhatWasSaidLongAgo() {
        whereabouts.named(SECOND);
        whereabouts.sessionLost();
        whereabouts.tryFailed(false);
        whereabouts.sessionLost();
        assertThat(failedTries(2)).as("in turns from where the session was").containsExactly(GIVEN, SECOND);
    }

    @Test
    void whereAServerAnswersTheTurnComesAfterThreeTries() {
        whereabouts.named(SECOND);
        whereabouts.sessionLost();
        List<InetSocketAddress> tried = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tried.add(whereabouts.next());
            whereabouts.tryFailed(true);
        }
        assertThat(tried).containsExactly(SECOND, SECOND, SECOND, GIVEN, GIVEN, GIVEN, SECOND, SECOND);
        assertThat(failedTries(3)).as("nobody answers any more").containsExactly(SECOND, GIVEN, SECOND);
    }

    @Test
    void whoIsNotLetInForASuccessorGoesThereAtOnce() {
        whereabouts.tryFailed(true);
        whereabouts.named(SECOND);
        whereabouts.tryFailed(true);
        assertThat(whereabouts.next()).isEqualTo(SECOND);
    }

    @Test
    void whoIsNotLetInByTheSuccessorForTheFirstOneGoesBack() {
        whereabouts.named(SECOND);
        whereabouts.sessionLost();
        whereabouts.named(GIVEN);
        whereabouts.tryFailed(true);
        assertThat(failedTries(2)).containsOnly(GIVEN);
    }

    @Test
    void theSuccessorMayHaveOneOfItsOwn() {
        whereabouts.named(SECOND);
        whereabouts.sessionLost();
        whereabouts.named(THIRD);
        whereabouts.sessionLost();
        assertThat(failedTries(3)).containsExactly(THIRD, GIVEN, THIRD);
    }

    @Test
    void itMaySendBackToTheFirstOne() {
        whereabouts.named(SECOND);
        whereabouts.sessionLost();
        whereabouts.named(GIVEN);
        whereabouts.sessionLost();
        assertThat(failedTries(2)).containsOnly(GIVEN);
    }

    @Test
    void ofTwoThatAreNamedTheLaterCounts() {
        whereabouts.named(SECOND);
        whereabouts.named(THIRD);
        whereabouts.sessionLost();
        assertThat(whereabouts.next()).isEqualTo(THIRD);
    }

    @Test
    void nobodyIsSentToItsOwnMachineNorToAnotherKindOfAddress() {
        whereabouts.named(new InetSocketAddress("127.0.0.1", 22));
        whereabouts.named(new InetSocketAddress("2001:db8::1", 5_000));
        whereabouts.sessionLost();
        assertThat(failedTries(2)).containsOnly(GIVEN);
    }

    @Test
    void nobodyIsSentAwayFromItsOwnMachine() {
        InetSocketAddress here = new InetSocketAddress("127.0.0.1", 5_000);
        Whereabouts local = new Whereabouts(here);
        local.named(SECOND);
        local.sessionLost();
        assertThat(local.next()).isEqualTo(here);
        local.named(new InetSocketAddress("127.0.0.2", 6_000));
        local.sessionLost();
        assertThat(local.next()).isEqualTo(new InetSocketAddress("127.0.0.2", 6_000));
    }

    @Test
    void whoIsNotLetInForAServerThatWillBeAtTheSamePlaceTriesThatPlaceNext() {
        whereabouts.named(SECOND);
        whereabouts.sessionLost();
        assertThat(whereabouts.next()).isEqualTo(SECOND);
        whereabouts.named(SECOND);
        whereabouts.tryFailed(false);
        assertThat(failedTries(2)).containsExactly(SECOND, GIVEN);
    }
}
