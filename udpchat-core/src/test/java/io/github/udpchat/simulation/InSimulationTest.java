package io.github.udpchat.simulation;

import io.github.udpchat.contract.AdmissionContract;
import io.github.udpchat.contract.ClassicChatContract;
import io.github.udpchat.contract.DatagramTransportContract;
import io.github.udpchat.contract.HostContract;
import io.github.udpchat.contract.LifecycleContract;
import io.github.udpchat.contract.SimulatedStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.TypedRoomContract;
import org.junit.jupiter.api.Nested;

/** The contracts in virtual time. */
class InSimulationTest {

    static Stage stage() {
        return new SimulatedStage(SimulatedNetwork.seeded(42));
    }

    @Nested
    class Transport extends DatagramTransportContract {

        @Override
        protected Stage newStage() {
            return stage();
        }
    }

    @Nested
    class VirtualHost extends HostContract {

        @Override
        protected Stage newStage() {
            return stage();
        }
    }

    @Nested
    class ClassicChat extends ClassicChatContract {

        @Override
        protected Stage newStage() {
            return stage();
        }
    }

    @Nested
    class Lifecycle extends LifecycleContract {

        @Override
        protected Stage newStage() {
            return stage();
        }
    }

    @Nested
    class Admission extends AdmissionContract {

        @Override
        protected boolean decisionCanWait() {
            return false;
        }

        @Override
        protected Stage newStage() {
            return stage();
        }
    }

    @Nested
    class TypedRooms extends TypedRoomContract {

        @Override
        protected Stage newStage() {
            return stage();
        }
    }
}
