package io.github.udpchat.transport.linux;

import io.github.udpchat.contract.NetworkContracts;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contracts of a network, with batched system calls. */
@EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
class OverLinuxUdpTest extends NetworkContracts {

    @Override
    protected Stage newStage() {
        return new RealStage(LinuxUdpNetwork.create());
    }
}
