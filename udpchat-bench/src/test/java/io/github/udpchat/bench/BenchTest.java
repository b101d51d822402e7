package io.github.udpchat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No test here says anything about speed. */
class BenchTest {

    private static final Path HOME = Path.of(System.getProperty("bench.home"));

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyDeliveryOfASmallRunIsCountedAndTheTableIsWritten(@TempDir Path results) throws IOException {
        BenchOptions options = BenchOptions.parse(
                Topic.CLASSIC,
                HOME,
                "--rounds",
                "1",
                "--peers",
                "2,40",
                "--also",
                "40x2x1000",
                "--windows",
                "4",
                "--millis",
                "500",
                "--warm-up-millis",
                "100",
                "--idle-millis",
                "50",
                "--servers",
                "c-sendto,udpchat-virtual,udpchat-linux,kryonet",
                "--results",
                results.toString());

        List<Series> all = Bench.run(Topic.CLASSIC, HOME, options);

        assertThat(all).hasSizeBetween(6, 12); // Without gcc there is no C relay, elsewhere no batched system calls.
        assertThat(all).allSatisfy(series -> {
            assertThat(series.deliveries() + series.lost()).isEqualTo(series.messages() * (series.load().peers() - 1));
            assertThat(series.deliveries()).isPositive();
            assertThat(series.cpuMicros().median()).isPositive();
            assertThat(series.rates().median()).isPositive();
            assertThat(series.latencyMicros(50)).isPositive();
            assertThat(series.residentBytes()).isPositive();
        });
        assertThat(results.resolve("classic.md")).content()
                .contains(
                        "### udpchat, virtual threads (default)",
                        "## 2 peers", "## 40 peers", "| udpchat, virtual threads (default) | 40 | 64 | 4 |");
        assertThat(results.resolve("classic.svg")).content().contains("<svg", "</svg>", "40 peers, window 4, 64 bytes");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void sessionsAreMeasuredBesideAllOthersThatAreThere(@TempDir Path results) throws IOException {
        BenchOptions options = BenchOptions.parse(Topic.SESSIONS, HOME, "--rounds", "1", "--peers", "5", "--windows",
                "4",
                "--millis", "500", "--warm-up-millis", "100", "--idle-millis", "50", "--results", results.toString());

        List<Series> all = Bench.run(Topic.SESSIONS, HOME, options);

        assertThat(all).hasSizeBetween(3, 5); // Without gcc and libenet there is no ENet.
        assertThat(all).allSatisfy(series -> {
            assertThat(series.deliveries()).isPositive();
            assertThat(series.deliveries() + series.lost()).isEqualTo(series.messages() * 4);
            assertThat(series.latencyMicros(50)).isPositive();
            assertThat(series.serverShares().median()).isPositive();
        });
        assertThat(results.resolve("session.md")).content().contains("### udpchat, virtual threads (default)",
                "| Scandium (DTLS 1.2, unreliable) | 5 | 64 | 4 |");
        assertThat(results.resolve("session.svg")).content().contains("5 peers, window 4, 64 bytes");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theRoomsOfStalledTalkWithAndWithoutAMemberThatIsStopped() throws Exception {
        assertThat(Stalled.half(false, Duration.ofMillis(100)).getTotalCount()).isPositive();
        assertThat(Stalled.half(true, Duration.ofMillis(100)).getTotalCount()).isPositive();
    }

    @Test
    void theMedianOfAnEvenNumberOfFiguresLiesBetweenTheMiddleTwo() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
    }
}
