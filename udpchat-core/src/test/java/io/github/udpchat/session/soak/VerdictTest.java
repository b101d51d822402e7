package io.github.udpchat.session.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** The judge of long runs sees what it should see. */
class VerdictTest {

    private static final long MIB = 1024 * 1024;
    private static final Gauges.Reading NOTHING = new Gauges.Reading(10 * MIB, 20, 1, 30);

    private static final Optional<Verdict.HeapBound> LONG = Optional.of(Verdict.HeapBound.OF_A_LONG_RUN);

    private static List<Verdict.Sample> samples(IntFunction<Gauges.Reading> reading) {
        return IntStream.range(5, 30)
                .mapToObj(minute -> new Verdict.Sample(Duration.ofMinutes(minute), reading.apply(minute))).toList();
    }

    private static Verdict verdict(IntFunction<Gauges.Reading> reading) {
        return Verdict.of(new Verdict.Measured(NOTHING, samples(reading), NOTHING, 0, List.of(), LONG));
    }

    private static Gauges.Reading during(long heapBytes) {
        return new Gauges.Reading(heapBytes, 120, 400, 430);
    }

    @Test
    void aHeapThatOnlyTremblesHolds() {
        SplittableRandom random = new SplittableRandom(1);
        Verdict verdict = verdict(minute -> during(50 * MIB + random.nextLong(MIB / 8)));
        assertThat(verdict.holds()).as("%s", verdict).isTrue();
    }

    @Test
    void theSlopeIsThatOfTheLineThroughAllSamples() {
        assertThat(Verdict.mebibytesPerHour(samples(minute -> during(50 * MIB + minute * MIB / 60))))
                .isCloseTo(1, within(0.001));
        assertThat(Verdict.mebibytesPerHour(samples(minute -> during(50 * MIB - minute * MIB / 6))))
                .isCloseTo(-10, within(0.001));
    }

    @Test
    void aHeapThatGrowsByTwoMebibytesAnHourIsALeak() {
        Verdict verdict = verdict(minute -> during(50 * MIB + minute * 2 * MIB / 60));
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.findings()).filteredOn(line -> line.startsWith("BROKEN")).singleElement().asString()
                .contains("heap grows by 2.000 MiB/h");
    }

    @Test
    void inTwoMinutesSoMuchMayBeAddedAndNoMore() {
        Optional<Verdict.HeapBound> bound = Optional.of(new Verdict.HeapBound(4, Duration.ofMinutes(2)));
        assertThat(
                Verdict.of(new Verdict.Measured(NOTHING, samples(minute -> during(50 * MIB + minute * 19 * MIB / 10)),
                        NOTHING, 0, List.of(), bound)).holds())
                .isTrue();
        assertThat(
                Verdict.of(new Verdict.Measured(NOTHING, samples(minute -> during(50 * MIB + minute * 21 * MIB / 10)),
                        NOTHING, 0, List.of(), bound)).holds())
                .isFalse();
    }

    @Test
    void aShortRunSaysNothingOfTheHeap() {
        assertThat(Verdict.of(new Verdict.Measured(NOTHING, samples(minute -> during(minute * MIB)), NOTHING, 0,
                List.of(), Optional.empty())).holds()).isTrue();
    }

    @Test
    void aDescriptorThatIsLostEachFewMinutesIsALeak() {
        Verdict verdict = verdict(minute -> new Gauges.Reading(50 * MIB, 120, 400, 430 + minute / 5));
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.findings()).filteredOn(line -> line.startsWith("BROKEN")).singleElement().asString()
                .contains("descriptors: 431 to 435");
    }

    @Test
    void aThreadThatEndsTooEarlyOrNeverIsSeen() {
        assertThat(verdict(minute -> new Gauges.Reading(50 * MIB, 120, minute == 20 ? 399 : 400, 430)).holds())
                .isFalse();
        Gauges.Reading after = new Gauges.Reading(10 * MIB, 25, 1, 30);
        assertThat(Verdict.of(new Verdict.Measured(NOTHING, samples(minute -> during(50 * MIB)), after, 0, List.of(),
                LONG)).holds()).isFalse();
    }

    @Test
    void oneThreadThatKeepsItsCarrierIsTooMany() {
        assertThat(Verdict.of(new Verdict.Measured(NOTHING, samples(minute -> during(50 * MIB)), NOTHING, 1, List.of(),
                LONG)).holds()).isFalse();
    }

    @Test
    void oneMessageThatIsMissingIsTooMany() {
        assertThat(Verdict.of(new Verdict.Measured(NOTHING, samples(minute -> during(50 * MIB)), NOTHING, 0,
                List.of("client 3 missed number 7 of client 4"), LONG)).holds()).isFalse();
    }
}
