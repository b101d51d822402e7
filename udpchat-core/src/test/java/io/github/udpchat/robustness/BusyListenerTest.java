package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BusyListenerTest {

    @Test
    void listenerThatComputesWithoutEndStarvesNobodyEvenWithOneCarrier(@TempDir Path directory) throws Exception {
        ChildJvm child = ChildJvm.run(
                directory, BusyListenerMain.class,
                "-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");
        assertThat(child.output()).as(child.errors()).contains("relayed 200 of 200").contains("other hears true");
        assertThat(child.exitCode()).isZero();
    }
}
