package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import io.github.udpchat.model.PrintableText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostileLoggingTest {

    @Test
    void whatTheNetworkSaysIsNeverLoggedRawAtAnyLevel(@TempDir Path directory) throws Exception {
        ChildJvm child = ChildJvm.run(
                directory, HostileLoggingMain.class, "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
        assertThat(child.exitCode()).as(child.errors()).isZero();
        assertThat(child.output()).isEmpty();
        assertThat(child.errors().lines())
                .as("something was logged, with the text in it made fit to be shown")
                .anyMatch(line -> line.contains("onMessage failed") && line.contains("\\u{1B}[2J"))
                .anyMatch(line -> line.contains("onError failed"))
                .anyMatch(line -> line.contains("admission failed") && line.contains("two\\u{A}lines\\u{D}\\u{A}or"))
                .allSatisfy(line -> assertThat(PrintableText.of(line)).isEqualTo(line))
                .allMatch(line -> !line.startsWith("lines") && !line.startsWith("or three"));
    }

    @Test
    void norIsWhatTheSessionProtocolSays(@TempDir Path directory) throws Exception {
        ChildJvm child = ChildJvm.run(
                directory, HostileSessionLoggingMain.class, "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
        assertThat(child.exitCode()).as(child.errors()).isZero();
        assertThat(child.output()).isEmpty();
        assertThat(child.errors().lines())
                .as("a message, a token, why somebody was refused, why somebody was removed")
                .anyMatch(line -> line.contains("onMessage failed") && line.contains("\\u{1B}[2J"))
                .anyMatch(line -> line.contains("admission failed") && line.contains("thrown two\\u{A}lines"))
                .anyMatch(line -> line.contains("Rejected") && line.contains("rejected two\\u{A}lines"))
                .anyMatch(line -> line.contains("onConnection failed") && line.contains("two\\u{A}lines"))
                .anyMatch(line -> line.contains("onDirect failed") && line.contains("direct two\\u{A}lines"))
                .anyMatch(line -> line.contains("onLeft failed") && line.contains("\\u{202E}right"))
                .anyMatch(line -> line.contains("onJoined failed") && line.contains("%n%s{}${jndi:ldap://x}"))
                .allSatisfy(line -> assertThat(PrintableText.of(line)).isEqualTo(line))
                .allMatch(line -> !line.startsWith("lines") && !line.startsWith("or three"));
        assertThat(child.errors()).as("a token may be a secret").doesNotContain("token=thrown", "token=rejected");
    }
}
