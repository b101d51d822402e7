package io.github.udpchat.internal.hub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * Owns the questions that a hub puts to the application's plug-ins: how many are open, and who waits to be asked about.
 *
 * <p>
 * An answer takes its time even when the plug-in takes none: a thread has to be run, and has to come by the lock, while
 * further datagrams are read. So of a crowd that comes at once more are there than may be asked about, and they queue.
 *
 * <pre>
 *   admit -> QUEUED --its turn--> ASKED --accepted-----------> member   (joined)
 *              |                    |-----rejected, failed----> gone     (refused)
 *              |----5 s passed------|-----5 s passed----------> gone     (refused; an acceptance that comes later is taken back)
 *              '----closed----------'-----closed--------------> gone     (likewise)
 * </pre>
 *
 * The 5 s begin with {@code admit}. Whoever is asked about came before whoever is queued, so the deadlines are in order.
 * Leaves have no queue to wait in: all that could not be told are told in one question, before the next join.
 */
final class Asks {

    private final Accepted accepted;
    private final Queue<Waiting> queued = new ArrayDeque<>();
    private final Map<PeerId, Waiting> asked = new LinkedHashMap<>();
    private final Queue<Peer> toForget = new ArrayDeque<>();
    private int open;
    private int newcomers;

    private record Waiting(PeerId id, Member member, AdmissionRequest request, long deadline, boolean newcomer) {}

    /** Where those go who are let in. */
    interface Accepted {

        /** The peer was accepted in time. */
        void join(long now, Peer peer, Member member, Outbox out);
    }

    Asks(Accepted accepted) {
        this.accepted = accepted;
    }

    // ---- joins

    /** Asks, now or when it is its turn, whether a peer may join. */
    void admit(long now, PeerId id, Member member, String name, Outbox out) {
        boolean newcomer = member.replaces().isEmpty();
        queued.add(new Waiting(
                id, member, member.request(name), now + Hub.ADMISSION_TIMEOUT.toNanos(), newcomer));
        newcomers += newcomer ? 1 : 0;
        askNext(now, out);
    }

    private void ask(Waiting next, Outbox out) {
        asked.put(next.id(), next);
        open++;
        out.ask(new Ask.Admit(next.id(), next.request(),
                (now, answer, outbox) -> admissionAnswered(now, next, answer, outbox)));
    }

    private void admissionAnswered(long now, Waiting about, Optional<Admission> answer, Outbox out) {
        answered(now, out);
        @Nullable Waiting waited = asked.remove(about.id());
        if (answer.isEmpty()) {
            refuse(now, waited, DropReason.ADMISSION_FAILED, "", out);
            return;
        }
        switch (answer.get()) {
            case Admission.Accepted(String name, Role role) -> {
                Peer peer = about.request().accepted(about.id(), name, role);
                if (waited == null) {
                    forget(now, peer, out);
                } else {
                    settled(waited);
                    accepted.join(now, peer, waited.member(), out);
                }
            }
            case Admission.Rejected(DropReason reason, String why) -> refuse(now, waited, reason, why, out);
        }
    }

    private void refuse(long now, @Nullable Waiting waited, DropReason why, String text, Outbox out) {
        if (waited != null) {
            settled(waited);
            waited.member().refused(now, why, text, out);
        }
    }

    private void settled(Waiting waited) {
        newcomers -= waited.newcomer() ? 1 : 0;
    }

    /** {@return how many wait for a place of their own} */
    int newcomers() {
        return newcomers;
    }

    /** {@return how many wait to become members} */
    int waitingCount() {
        return asked.size() + queued.size();
    }

    /** {@return the next time at which {@link #onTimer} has something to do} */
    long nextDeadline() {
        if (!asked.isEmpty()) {
            return firstAsked().deadline();
        }
        return queued.isEmpty() ? Machine.NEVER : queued.element().deadline();
    }

    private Waiting firstAsked() {
        return asked.values().iterator().next();
    }

    /** Refuses those who have waited too long. */
    void onTimer(long now, Outbox out) {
        while (!asked.isEmpty() && firstAsked().deadline() <= now) {
            refuse(now, asked.remove(firstAsked().id()), DropReason.ADMISSION_TIMED_OUT, "", out);
        }
        while (!queued.isEmpty() && queued.element().deadline() <= now) {
            refuse(now, queued.remove(), DropReason.ADMISSION_BUSY, "", out);
        }
    }

    /** The server is about to close: refuses all who wait. */
    void refuseAll(long now, Outbox out) {
        List<Waiting> given = new ArrayList<>(asked.values());
        given.addAll(queued);
        asked.clear();
        queued.clear();
        given.forEach(waited -> refuse(now, waited, DropReason.CLOSED, "", out));
    }

    /** The server closes: refuses all who wait, and tells of all who leave in one question, whatever else is open. */
    void onClose(long now, List<Peer> leaving, Outbox out) {
        refuseAll(now, out);
        toForget.addAll(leaving);
        askToForget(out);
    }

    // ---- renames

    /** {@return whether so many questions are open that no other may be} */
    boolean allOpen() {
        return open >= Hub.MAX_ASKS;
    }

    /** Asks for another name for a member; only when not {@link #allOpen}. */
    void rename(Peer peer, String newName, Ask.Answered<Optional<Admission>> then, Outbox out) {
        open++;
        out.ask(new Ask.Rename(peer, newName, (now, answer, outbox) -> {
            answered(now, outbox);
            then.answer(now, answer, outbox);
        }));
    }

    // ---- leaves

    /** Tells the registry, now or soon, that a peer has left. */
    void forget(long now, Peer peer, Outbox out) {
        toForget.add(peer);
        askNext(now, out);
    }

    private void askToForget(Outbox out) {
        if (!toForget.isEmpty()) {
            List<Peer> batch = List.copyOf(toForget);
            toForget.clear();
            open++;
            out.ask(new Ask.Forget(batch, (now, told, outbox) -> {
                if (told) {
                    answered(now, outbox);
                } else {
                    // There was no thread to tell the registry on. Not at once again: the next join, leave or answer tries.
                    open--;
                    toForget.addAll(batch);
                }
            }));
        }
    }

    // ---- whose turn it is

    private void answered(long now, Outbox out) {
        open--;
        askNext(now, out);
    }

    /** Asks what may be asked now. A listener that is behind is found out here, so that no crowd slips in by the queue. */
    private void askNext(long now, Outbox out) {
        if (!allOpen()) {
            askToForget(out);
        }
        while (!allOpen() && !queued.isEmpty()) {
            Waiting next = queued.remove();
            if (out.listenerBehind()) {
                refuse(now, next, DropReason.LISTENER_BEHIND, "", out);
            } else {
                ask(next, out);
            }
        }
    }
}
