package io.github.udpchat.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LinuxUdpNetworkTest {

    @Test
    void refusesOtherSystemsAndProcessorsAndSaysWhy() {
        assertThat(LinuxUdpNetwork.obstacle("Windows 11", "amd64")).hasValue("it needs Linux, and this is Windows 11");
        assertThat(LinuxUdpNetwork.obstacle("Linux", "s390x"))
                .hasValue("it needs x86-64 or AArch64, and this is s390x");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
    void isSupportedHere() {
        assertThat(LinuxUdpNetwork.isSupported()).isTrue();
    }

    /** What a program sees that the JDK denies native access. */
    static final class Denied {

        private Denied() {}

        public static void main(String[] args) {
            for (int tries = 0; tries < 2; tries++) {
                try {
                    LinuxUdpNetwork.create();
                } catch (UnsupportedOperationException e) {
                    System.out.println(LinuxUdpNetwork.isSupported() + " " + e.getMessage());
                }
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
    @EnabledForJreRange(minVersion = 24, disabledReason = "the option came with JDK 24 (JEP 472)")
    void refusesWhereNativeAccessIsDeniedAndSaysHowToAllowIt() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                Denied.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(output.lines()).hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("false LinuxUdpNetwork can't work here")
                        .contains("--enable-native-access=ALL-UNNAMED", "UdpNetwork works everywhere"));
    }

    @Test
    void lineInTheReadmeIsTheOneThatWorks() throws IOException {
        assertThat(Files.readString(Path.of("../README.md"))).contains(".network(LinuxUdpNetwork.create())",
                "<artifactId>udpchat-transport-linux</artifactId>");
    }
}
