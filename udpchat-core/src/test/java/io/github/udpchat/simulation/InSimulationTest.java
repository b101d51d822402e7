package io.github.udpchat.simulation;

import io.github.udpchat.contract.NetworkContracts;
import io.github.udpchat.contract.SimulatedStage;
import io.github.udpchat.contract.Stage;

/** The contracts in virtual time. */
class InSimulationTest extends NetworkContracts {

    @Override
    protected Stage newStage() {
        return new SimulatedStage(SimulatedNetwork.seeded(42));
    }

    @Override
    protected boolean decisionCanWait() {
        return false;
    }
}
