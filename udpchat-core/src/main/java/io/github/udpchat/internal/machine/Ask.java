package io.github.udpchat.internal.machine;

import java.util.List;
import java.util.Optional;

import io.github.udpchat.model.Admission;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;

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

    /** Where an answer goes. An empty admission says that the plug-in failed. */
    @FunctionalInterface
    interface Answered<A> {

        /** Takes the answer. */
        void answer(long now, A answer, Outbox out);
    }
}
