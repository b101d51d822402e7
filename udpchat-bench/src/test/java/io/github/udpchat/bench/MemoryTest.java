package io.github.udpchat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.udpchat.model.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What memory a server takes; unlike time, that is the same on every machine. */
class MemoryTest {

    @Test
    void idleClassicPeerTakesAtMostAKibibyteOfHeap() {
        assertThat(Memory.bytesForEachOf(10_000)).isBetween(100.0, 1024.0);
    }

    /** The aim is 4 KiB; until that is reached, it must not become worse. */
    @Test
    void idleSessionTakesLessThanSixKibibytesOfHeap() {
        assertThat(SessionMemory.measure(1_000).server()).isBetween(1024.0, 6 * 1024.0);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thousandPeersAreServedWith64MebibytesOfHeap() throws IOException {
        Contender relay = new Contender("small", "udpchat with a small heap", List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                UdpchatRelay.class.getName(),
                "virtual",
                Protocol.CLASSIC.name()));
        try (RelayProcess process = RelayProcess.start(relay);
                ClassicPeers peers = ClassicPeers.open(1000);
                Crowd crowd = peers.at(process.address())) {
            LoadResult result = Talk.over(crowd, new Load(1000, 2, 64, Duration.ofSeconds(1)));

            // On a busy machine some may come too late to count; a server out of memory would deliver next to nothing.
            assertThat(result.deliveries()).isPositive();
            assertThat(result.lost()).isLessThanOrEqualTo(result.deliveries() / 100);
        }
    }
}
