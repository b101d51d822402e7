package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.github.udpchat.model.RateLimits;
import org.junit.jupiter.api.Test;

/** How much somebody may say: PROTOCOL.md, section 2.15. */
class AllowanceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long TENTH = SECOND / 10;
    private static final long NOW = 1_000 * SECOND;

    private final Allowance allowance = new Allowance(RateLimits.defaults());

    @Test
    void aBurstIsPaidAtOnceAndEachMessageBeyondItATenthOfASecondLater() {
        for (int i = 0; i < 20; i++) {
            assertThat(allowance.spend(NOW, 10)).as("message %s", i).isEqualTo(NOW);
        }
        for (int i = 1; i <= 100; i++) {
            assertThat(allowance.spend(NOW, 10)).as("message %s beyond", i).isEqualTo(NOW + i * TENTH);
        }
    }

    @Test
    void whatHasComeInMeanwhileIsNeverMoreThanTheBurst() {
        long later = NOW + 1_000 * SECOND;
        allowance.spend(NOW, 10);
        for (int i = 0; i < 20; i++) {
            assertThat(allowance.spend(later, 10)).isEqualTo(later);
        }
        assertThat(allowance.spend(later, 10)).isEqualTo(later + TENTH);
        assertThat(allowance.spend(later + TENTH, 10)).as("and there is another debt").isEqualTo(later + 2 * TENTH);
    }

    @Test
    void bytesCountAsWellAsMessagesAndTheLaterHolds() {
        assertThat(allowance.spend(NOW, 128 * 1024)).isEqualTo(NOW);
        assertThat(allowance.spend(NOW, 16 * 1024)).isEqualTo(NOW + SECOND);
        assertThat(allowance.spend(NOW, 0)).as("an empty message pays for those before").isEqualTo(NOW + SECOND);
        assertThat(allowance.spend(NOW + 2 * SECOND, 16 * 1024)).isEqualTo(NOW + 2 * SECOND);
    }

    @Test
    void itIsFullAgainWhenTheSlowerBucketIs() {
        assertThat(allowance.fullAt()).isLessThan(NOW);
        allowance.spend(NOW, 1024);
        assertThat(allowance.fullAt()).isEqualTo(NOW + TENTH);
        allowance.spend(NOW, 31 * 1024);
        assertThat(allowance.fullAt()).isEqualTo(NOW + 2 * SECOND);
    }

    @Test
    void aBucketHasSomethingUntilTheBurstIsSpentAndAgainAMomentLater() {
        Allowance two = new Allowance(RateLimits.none().withMessages(1, 2));
        for (int i = 0; i < 2; i++) {
            assertThat(two.hasAny(NOW)).isTrue();
            two.spend(NOW, 1_000_000);
        }
        assertThat(two.hasAny(NOW)).isFalse();
        assertThat(two.hasAny(NOW + 1)).isTrue();
        Allowance bytes = new Allowance(RateLimits.none().withBytes(1_000, 100));
        bytes.spend(NOW, 600);
        assertThat(bytes.hasAny(NOW + SECOND / 2)).isFalse();
        assertThat(bytes.hasAny(NOW + SECOND / 2 + 1)).isTrue();
    }

    @Test
    void withoutLimitsNothingIsOwed() {
        Allowance any = new Allowance(RateLimits.none());
        for (int i = 0; i < 10_000; i++) {
            assertThat(any.spend(NOW, 65_536)).isEqualTo(NOW);
        }
        assertThat(any.hasAny(NOW)).isTrue();
        assertThat(any.fullAt()).isLessThan(NOW);
    }

    @Test
    void someTogetherHaveTheirMultipleAndAreGivenWhatTheyOweBeyondABound() {
        Allowance site = new Allowance(RateLimits.defaults(), 8, Duration.ofMinutes(1));
        for (int i = 0; i < 160; i++) {
            assertThat(site.spend(NOW, 10)).isEqualTo(NOW);
        }
        for (int i = 1; i <= 60 * 80; i++) {
            assertThat(site.spend(NOW, 10)).isEqualTo(NOW + i * SECOND / 80);
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(site.spend(NOW, 10)).as("given").isEqualTo(NOW + 60 * SECOND);
        }
        assertThat(site.fullAt()).isEqualTo(NOW + 62 * SECOND);
        assertThat(site.spend(NOW + 30 * SECOND, 10)).isEqualTo(NOW + 60 * SECOND + SECOND / 80);
    }

    @Test
    void theHighestLimitsOverflowNothing() {
        int most = RateLimits.MOST_BYTES;
        Allowance slow = new Allowance(RateLimits.none().withBytes(1, most), 8, Duration.ofMinutes(1));
        assertThat(slow.spend(NOW, 65_536)).isEqualTo(NOW);
        assertThat(slow.hasAny(NOW)).isTrue();
        assertThat(slow.fullAt()).isEqualTo(NOW + 65_536 / 8 * SECOND);
        Allowance fast = new Allowance(new RateLimits(1_000_000, 1_000_000, most, most), 8, Duration.ofMinutes(1));
        assertThat(fast.spend(NOW, 65_536)).isEqualTo(NOW);
    }

    @Test
    void aBurstThatComesBackWithinANanosecondIsABurstAllTheSame() {
        assertThat(new Allowance(RateLimits.none().withBytes(RateLimits.MOST_BYTES, 1)).hasAny(NOW)).isTrue();
    }
}
