package io.github.udpchat.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
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

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
    void refusesVirtualThreads() {
        assertThatThrownBy(() -> LinuxUdpNetwork.withThreads(Thread.ofVirtual().factory()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads must make platform threads");
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
        String refusal = "false LinuxUdpNetwork can't work here: native access is denied, allow it with"
                + " --enable-native-access=ALL-UNNAMED. UdpNetwork works everywhere";
        assertThat(output.lines()).containsExactly(refusal, refusal);
    }

    /** A program that has a thousand endpoints at a time, and says so. */
    static final class Thousand {

        private Thousand() {}

        public static void main(String[] args) throws IOException {
            for (int rounds = 0; rounds < 3; rounds++) {
                List<DatagramTransport> all = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    DatagramTransport transport = LinuxUdpNetwork.create()
                            .open(new Binding(new InetSocketAddress("127.0.0.1", 0), 1024, "test"));
                    all.add(transport);
                    transport.start((from, datagram) -> {
                    });
                }
                all.forEach(DatagramTransport::close);
            }
            System.out.println("done");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
    void thousandEndpointsFitBesideASmallHeapAgainAndAgain() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Thousand.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("done");
    }

    @Test
    void lineInTheReadmeIsTheOneThatWorks() throws IOException {
        assertThat(Files.readString(Path.of("../README.md"))).contains(".network(LinuxUdpNetwork.create())",
                "<artifactId>udpchat-transport-linux</artifactId>");
    }
}
