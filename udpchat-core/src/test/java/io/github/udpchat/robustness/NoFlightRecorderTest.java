package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NoFlightRecorderTest {

    @Test
    void aJavaWithoutTheFlightRecorderRelaysAllTheSame(@TempDir Path directory) throws Exception {
        ChildJvm child = ChildJvm.run(
                directory, NoFlightRecorderMain.class, "--limit-modules", "java.base,jdk.net,jdk.crypto.ec");
        assertThat(child.output()).as(child.errors()).isEqualToIgnoringNewLines("recorder false, heard hello");
        assertThat(child.exitCode()).isZero();
    }
}
