package io.github.udpchat.internal.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.udpchat.model.Admission;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/**
 * A question to the application's plug-ins. The engine has it answered on a thread where the plug-in may block, and hands
 * the answer back like a datagram: under the lock, with the time.
 */
public sealed interface Ask extends Notice {

    /** May this peer join, and under which name? The hook is asked first, then the registry. */
    record Admit(PeerId id, AdmissionRequest request, Answered<Optional<Admission>> then) implements Ask {}

    /** May this peer change its name? */
    record Rename(Peer peer, String newName, Answered<Optional<Admission>> then) implements Ask {}

    /** These peers have left. The answer is whether the registry was told. */
    record Forget(List<Peer> peers, Answered<Boolean> then) implements Ask {}

    /**
     * These messages are to be stored, all or none, after what is not needed any more of some rooms has gone. The answer is
     * whether they are. One such question is open at a time.
     *
     * @param messages  with their positions
     * @param forgotten by their rooms the positions below which nothing is needed
     */
    record Store(List<ChatMessage> messages, Map<RoomId, Position> forgotten, Answered<Boolean> then) implements Ask {}

    /** Where an answer goes. An empty admission says that the plug-in failed. */
    @FunctionalInterface
    interface Answered<A> {

        /** Takes the answer. */
        void answer(long now, A answer, Outbox out);
    }
}
