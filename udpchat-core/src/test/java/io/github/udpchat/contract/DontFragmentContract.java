package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udpchat.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code Binding.dontFragment} is for, on a link that is too narrow. Skipped where no such link can be made. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
public abstract class DontFragmentContract {

    private final String network;

    /** The contract for a class of networks, which has a method {@code create} without parameters. */
    protected DontFragmentContract(Class<? extends Network> network) {
        this.network = network.getName();
    }

    @ParameterizedTest
    @CsvSource({"1000, 127.0.0.1, 1200", "1280, ::1, 1300"})
    void whatIsTooLongForTheLinkFailsOrGoesInPiecesAsTheBindingSays(int mtu, String address, int bytes)
            throws Exception {
        assertThat(NarrowLoopback.run(mtu, NarrowTransports.class, network, address, Integer.toString(bytes)).lines())
                .contains("lo takes " + mtu + " bytes",
                        "dontFragment true: 1 failed, [1] arrived, 0 fragments",
                        "dontFragment false: 0 failed, [" + bytes + ", 1] arrived, 2 fragments");
    }

    @Test
    void aSessionSendsNothingInPiecesAndAClassicPeerDoes() throws Exception {
        assertThat(NarrowLoopback.run(1000, NarrowChats.class, network).lines())
                .contains("session: TimedOut, could not send, 0 fragments",
                        "classic: 1150 bytes heard by Ben, 4 fragments");
    }
}
