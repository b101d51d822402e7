package io.github.udpchat.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Network;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that changes its network meets the same addresses and the same exceptions. */
@EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
class BindingLikeTheJdkTest {

    /** What an application sees of an attempt: the address without the port that the system chose, or the exception. */
    private static String outcome(Network network, InetSocketAddress address) {
        try (DatagramTransport transport = open(network, address)) {
            return transport.localAddress().getAddress().toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static DatagramTransport open(Network network, InetSocketAddress address) throws IOException {
        return network.open(new Binding(address, 100, "test"));
    }

    private static void assertSameOutcome(InetSocketAddress address) {
        assertThat(outcome(LinuxUdpNetwork.create(), address)).isEqualTo(outcome(UdpNetwork.create(), address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::ffff:127.0.0.1", "::1", "0.0.0.0", "::"})
    void addressIsReportedAsTheJdkDoes(String host) {
        assertSameOutcome(new InetSocketAddress(host, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.1", "2001:db8::1", "ff02::1"})
    void addressThatIsNotOfThisMachineIsRefusedAsTheJdkDoes(String host) {
        assertSameOutcome(new InetSocketAddress(host, 0));
    }

    @Test
    void busyPortIsRefusedAsTheJdkDoes() throws IOException {
        try (DatagramTransport first = open(UdpNetwork.create(), new InetSocketAddress("127.0.0.1", 0))) {
            int port = first.localAddress().getPort();
            assertSameOutcome(first.localAddress());
            assertSameOutcome(new InetSocketAddress("0.0.0.0", port));
        }
    }

    /** A superuser may have the port, and sees less here. */
    @Test
    void portOfTheSystemIsRefusedAsTheJdkDoes() {
        assertSameOutcome(new InetSocketAddress("127.0.0.1", 1));
    }

    /** What a program without IPv6 sees of both networks. */
    static final class WithoutIpv6 {

        private WithoutIpv6() {}

        public static void main(String[] args) {
            for (String host : List.of("0.0.0.0", "127.0.0.1", "::", "::1")) {
                InetSocketAddress address = new InetSocketAddress(host, 0);
                System.out.println(outcome(UdpNetwork.create(), address));
                System.out.println(outcome(LinuxUdpNetwork.create(), address));
            }
        }
    }

    @Test
    void withoutIpv6WhatIsBoundIsIpv4AsInTheJdk() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.net.preferIPv4Stack=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutIpv6.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        String refused = "java.net.SocketException: Unsupported address type";
        assertThat(output.lines()).containsExactly(
                "/0.0.0.0", "/0.0.0.0", "/127.0.0.1", "/127.0.0.1", refused, refused, refused, refused);
    }

    @Test
    void lackOfPermissionIsABindException() {
        assertThat(LinuxUdpNetwork.failure(Posix.EACCES)).isInstanceOf(BindException.class)
                .hasMessage("Permission denied");
    }
}
