package io.github.udpchat.contract;

import org.junit.jupiter.api.Nested;

/** All contracts of a network and its host, over stages that the concrete class makes. */
public abstract class NetworkContracts {

    /** The contracts. */
    protected NetworkContracts() {}

    /** {@return a new stage on the network} */
    protected abstract Stage newStage();

    /** {@return whether an admission hook may block while other things go on; not where there is only one thread} */
    protected boolean decisionCanWait() {
        return true;
    }

    @Nested
    class Transport extends DatagramTransportContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class Hosting extends HostContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class ClassicChat extends ClassicChatContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class ConnectAsync extends ConnectAsyncContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class SessionChat extends SessionChatContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class Rooms extends RoomsContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class Bridges extends BridgeContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class Histories extends HistoryContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class Presence extends PresenceContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class Direct extends DirectContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }

        @Override
        protected boolean canWait() {
            return decisionCanWait();
        }
    }

    @Nested
    class Drain extends DrainContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class Lifecycle extends LifecycleContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class TypedRooms extends TypedRoomContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class Moderating extends ModerationContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }
    }

    @Nested
    class Admission extends AdmissionContract {

        @Override
        protected Stage newStage() {
            return NetworkContracts.this.newStage();
        }

        @Override
        protected boolean decisionCanWait() {
            return NetworkContracts.this.decisionCanWait();
        }
    }
}
