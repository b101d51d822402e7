package io.github.udpchat.transport.linux;

import io.github.udpchat.contract.DontFragmentContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
class DontFragmentOnLinuxTest extends DontFragmentContract {

    DontFragmentOnLinuxTest() {
        super(LinuxUdpNetwork.class);
    }
}
