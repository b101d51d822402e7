package io.github.udpchat.network;

import io.github.udpchat.contract.NetworkContracts;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;

/** The contracts over the loopback network in memory. */
class OverLoopbackTest extends NetworkContracts {

    @Override
    protected Stage newStage() {
        return new RealStage(LoopbackNetwork.create());
    }
}
