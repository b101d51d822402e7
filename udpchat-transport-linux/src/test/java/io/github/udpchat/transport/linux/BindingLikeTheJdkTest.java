package io.github.udpchat.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

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
    @ValueSource(strings = {"127.0.0.1", "::ffff:127.0.0.1", "::1"})
    void loopbackAddressIsReportedAsTheJdkDoes(String host) {
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

    @Test
    void lackOfPermissionIsABindException() {
        assertThat(LinuxUdpNetwork.failure(Posix.EACCES)).isInstanceOf(BindException.class)
                .hasMessage("Permission denied");
    }
}
