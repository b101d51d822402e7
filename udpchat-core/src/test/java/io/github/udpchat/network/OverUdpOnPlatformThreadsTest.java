package io.github.udpchat.network;

import io.github.udpchat.contract.AdmissionContract;
import io.github.udpchat.contract.ClassicChatContract;
import io.github.udpchat.contract.DatagramTransportContract;
import io.github.udpchat.contract.HostContract;
import io.github.udpchat.contract.LifecycleContract;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.TypedRoomContract;
import org.junit.jupiter.api.Nested;

/** The contracts over real sockets, on platform threads that the application brings. */
class OverUdpOnPlatformThreadsTest {

    static Stage stage() {
        return new RealStage(UdpNetwork.withThreads(Thread.ofPlatform().daemon().factory()));
    }

    @Nested
    class Transport extends DatagramTransportContract {

        @Override
        protected Stage newStage() {
            return stage();
        }
    }

    @Nested
    class SystemHost extends HostContract {

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
