package io.github.udpchat.network;

import io.github.udpchat.contract.NetworkContracts;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;

/** The contracts over real sockets, on platform threads that the application brings. */
class OverUdpOnPlatformThreadsTest extends NetworkContracts {

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.withThreads(Thread.ofPlatform().daemon().factory()));
    }
}
