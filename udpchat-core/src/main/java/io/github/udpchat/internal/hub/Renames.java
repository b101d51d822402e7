package io.github.udpchat.internal.hub;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;

/**
 * Gives members other names. One name of a member at a time is asked for, because two answers could overtake each other, and
 * then the registry would know another name than the server. Owned by the {@link Hub}, whose members it changes.
 */
final class Renames {

    private final Map<PeerId, Present> present;
    private final Asks asks;
    private final Persons persons;
    private final Set<PeerId> underWay = new TreeSet<>();

    Renames(Map<PeerId, Present> present, Asks asks, Persons persons) {
        this.present = present;
        this.asks = asks;
        this.persons = persons;
    }

    /** Asks for another name for a member; the reply says whether it got it. */
    void ask(PeerId id, String newName, CompletableFuture<Boolean> reply, Outbox out) {
        Present found = present.get(id);
        if (found == null || asks.allOpen() || out.listenerBehind() || !underWay.add(id)) {
            out.complete(new Reply<>(reply, false));
            return;
        }
        asks.rename(found.peer(), newName, (now, answer, outbox) -> {
            underWay.remove(id);
            boolean renamed = answer.isPresent()
                    && answer.get() instanceof Admission.Accepted accepted
                    && renamed(now, found.peer().withName(accepted.name()), outbox);
            outbox.complete(new Reply<>(reply, renamed));
        }, out);
    }

    /** The registry has taken a name for a member. */
    private boolean renamed(long now, Peer after, Outbox out) {
        Present before = present.get(after.id());
        if (before == null) {
            // It left meanwhile, and the registry may have taken the new name after it had heard of the leave.
            asks.forget(now, after, out);
            return false;
        }
        if (!before.member().mayBeCalled(after)) {
            giveBack(after, before.peer(), out);
            return false;
        }
        Person person = persons.renamed(now, before.person(), after, before.member(), before.rooms(), out);
        present.put(after.id(), new Present(before.member(), after, person, before.rooms()));
        out.event(new ServerEvent.Renamed(before.peer(), after));
        return true;
    }

    /**
     * The protocol does not allow the name that the registry has taken, so the registry is told the former one again; whatever it
     * says, the member keeps that.
     */
    private void giveBack(Peer refused, Peer former, Outbox out) {
        underWay.add(former.id());
        asks.rename(refused, former.name(), (now, answer, outbox) -> {
            underWay.remove(former.id());
            if (!present.containsKey(former.id())) {
                asks.forget(now, former, outbox);
            }
        }, out);
    }
}
