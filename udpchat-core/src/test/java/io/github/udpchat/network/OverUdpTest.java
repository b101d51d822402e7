package io.github.udpchat.network;

import io.github.udpchat.contract.NetworkContracts;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;

/** The contracts over real sockets, with the default threads. */
class OverUdpTest extends NetworkContracts {

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.create());
    }
}
