package io.github.udpchat.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.github.udpchat.contract.RawPeer;
import org.junit.jupiter.api.Test;

/** Endpoints that are seen elsewhere, or are gone. */
class RebindingTest {

    private final SimulatedNetwork net = SimulatedNetwork.seeded(7);
    private final RawPeer ana = new RawPeer(net, new InetSocketAddress("10.0.0.1", 1000));
    private final RawPeer ben = new RawPeer(net, new InetSocketAddress("10.0.0.2", 1000));

    private void passes() {
        net.advance(SimulatedNetwork.LATENCY);
    }

    @Test
    void whoIsReboundIsReachedAtItsNewAddressAlone() {
        InetSocketAddress seen = net.rebind(ana.address());
        assertThat(seen.getAddress()).isEqualTo(ana.address().getAddress());
        assertThat(seen).isNotEqualTo(ana.address());
        ben.send(ana.address(), "old");
        ben.send(seen, "new");
        passes();
        assertThat(ana.received()).containsExactly("new");
    }

    @Test
    void whatItSendsComesFromThere() throws Exception {
        InetAddress elsewhere = InetAddress.getByName("10.9.0.1");
        InetSocketAddress seen = net.rebind(ana.address(), elsewhere);
        assertThat(seen.getAddress()).isEqualTo(elsewhere);
        net.rule((transit, random) -> transit.from().equals(seen) ? new Verdict.Pass() : new Verdict.Drop());
        ana.send(ben.address(), "from there");
        passes();
        assertThat(ben.received()).containsExactly("from there");
    }

    @Test
    void itMayHappenAgainAndAgainAndOnlyTheLastAddressCounts() {
        InetSocketAddress first = net.rebind(ana.address());
        InetSocketAddress second = net.rebind(ana.address());
        ben.send(first, "first");
        ben.send(second, "second");
        passes();
        assertThat(ana.received()).containsExactly("second");
        assertThat(net.openEndpoints()).contains(ana.address());
        new RawPeer(net, first).send(ben.address(), "the first is free again");
        assertThatThrownBy(() -> new RawPeer(net, second)).hasMessageContaining("in use");
        assertThatThrownBy(() -> new RawPeer(net, ana.address())).hasMessageContaining("in use");
    }

    @Test
    void whoHasCrashedIsGoneAndItsAddressIsFree() {
        ana.send(ben.address(), "on its way");
        net.crash(ana.address());
        ana.send(ben.address(), "too late");
        ben.send(ana.address(), "anybody?");
        passes();
        assertThat(ben.received()).containsExactly("on its way");
        assertThat(ana.received()).isEmpty();
        assertThat(net.openEndpoints()).containsExactly(ben.address());
        RawPeer next = new RawPeer(net, ana.address());
        ana.close();
        ben.send(next.address(), "hello");
        passes();
        assertThat(next.received()).containsExactly("hello");
    }

    @Test
    void whereNobodyIsNothingCanHappen() {
        InetSocketAddress nobody = new InetSocketAddress("10.0.0.3", 1000);
        assertThatThrownBy(() -> net.rebind(nobody)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.3");
        assertThatThrownBy(() -> net.crash(nobody)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.3");
        InetSocketAddress seen = net.rebind(ana.address());
        assertThatThrownBy(() -> net.crash(seen)).as("it is named by its own address")
                .isInstanceOf(IllegalArgumentException.class);
    }
}
