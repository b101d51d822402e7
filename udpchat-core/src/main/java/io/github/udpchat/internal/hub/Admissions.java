package io.github.udpchat.internal.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;

/**
 * Who becomes a member: whom nothing stands against, whom the application's plug-ins let in, and against whom nothing stands
 * then either. Owned by the {@link Hub}, whose members it adds to.
 */
final class Admissions {

    private final int maxPeers;
    private final Map<PeerId, Present> present;
    private final Rooms rooms;
    private final Persons persons;
    private final Sanctions sanctions;
    private final Supplier<PeerId> newId;
    private final Asks asks = new Asks(this::join);
    private long joins;
    private boolean stopped;

    Admissions(int maxPeers, Map<PeerId, Present> present, Rooms rooms, Persons persons, Sanctions sanctions,
            Supplier<PeerId> newId) {
        this.maxPeers = maxPeers;
        this.present = present;
        this.rooms = rooms;
        this.persons = persons;
        this.sanctions = sanctions;
        this.newId = newId;
    }

    /** {@return the questions to the plug-ins, those about names and leaves included} */
    Asks asks() {
        return asks;
    }

    /** A peer wants to become a member under a name. */
    void requestJoin(long now, Member member, String name, Outbox out) {
        Optional<String> ban = sanctions.banOf(member);
        if (stopped) {
            member.refused(now, DropReason.CLOSED, "", out);
        } else if (ban.isPresent()) {
            member.refused(now, DropReason.BANNED, ban.get(), out);
        } else if (rooms.classicFormIn(member.room()) != null && !member.acceptsPlaintext()) {
            member.refused(now, DropReason.PLAINTEXT_ROOM, "classic peers hear the lobby", out);
        } else if (member.replaces().isEmpty() && present.size() + asks.newcomers() >= maxPeers) {
            member.refused(now, DropReason.SERVER_FULL, "", out);
        } else {
            asks.admit(now, newId.get(), member, name, out);
        }
    }

    private void join(long now, Peer peer, Member member, Outbox out) {
        Optional<String> ban = sanctions.banOf(member);
        Optional<DropReason> objection = objection(now, peer, member, ban.isPresent(), out);
        if (objection.isPresent()) {
            asks.forget(now, peer, out);
            member.refused(now, objection.get(), ban.orElse(""), out);
            return;
        }
        Room room = rooms.home(member.room());
        List<Room> in = new ArrayList<>(List.of(room));
        Person person = persons.joined(now, peer, member, out);
        present.put(peer.id(), new Present(member, peer, person, in));
        persons.entered(now, person, room, out);
        room.add(peer.id(), member);
        joins++;
        out.event(new ServerEvent.Joined(peer, room.id()));
        member.joined(now, peer, room.next(), out);
    }

    /** Much may have happened since the peer asked. */
    private Optional<DropReason> objection(long now, Peer peer, Member member, boolean banned, Outbox out) {
        if (stopped) {
            return Optional.of(DropReason.CLOSED);
        }
        if (banned) {
            return Optional.of(DropReason.BANNED);
        }
        boolean full = present.size() >= maxPeers && member.replaces().isEmpty();
        return full ? Optional.of(DropReason.SERVER_FULL) : member.objection(now, peer, out);
    }

    /** Nobody gets in any more, whatever is answered to those who wait. */
    void stop(long now, Outbox out) {
        stopped = true;
        asks.refuseAll(now, out);
    }

    boolean isStopped() {
        return stopped;
    }

    /** {@return how many became members since the start} */
    long joins() {
        return joins;
    }
}
