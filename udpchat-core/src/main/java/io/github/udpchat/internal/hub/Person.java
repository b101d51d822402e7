package io.github.udpchat.internal.hub;

import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;

/**
 * Somebody as the others see it: an identity under a name, with its sessions and the rooms in which it is. Owned by the
 * {@link Persons}.
 */
final class Person {

    /** Whether another member may be the same one. */
    final boolean mayReturn;

    private Key key;
    private Participant shown;

    /** Those who speak as this person now, the newest last; none in the grace period. */
    final List<Session> sessions = new ArrayList<>(1);

    /** Where it is, grace periods included. */
    final List<Attendance> in = new ArrayList<>(1);

    /**
     * What makes a person.
     *
     * @param identity   what its protocol takes for one and the same; the member itself where that is nothing
     * @param foldedName the name, in the form in which names are compared
     */
    record Key(Object identity, String foldedName) {}

    /** A member that is this person, and what it is called. */
    record Session(Member member, Peer peer) {}

    Person(Key key, Participant shown, boolean mayReturn) {
        this.mayReturn = mayReturn;
        this.key = key;
        this.shown = shown;
    }

    PeerId id() {
        return shown.id();
    }

    Key key() {
        return key;
    }

    /** {@return it as the others see it} */
    Participant shown() {
        return shown;
    }

    /** It has another name from here on, with the same id. */
    void become(Key otherKey) {
        key = otherKey;
    }

    /** It is seen otherwise from here on, with the same id. */
    void become(Participant otherwise) {
        shown = otherwise;
    }

    /** Somebody speaks as this person, or is called otherwise from here on: it is its newest session. */
    void take(Member member, Peer peer) {
        release(member);
        sessions.add(new Session(member, peer));
    }

    /** Somebody speaks as this person no more. */
    void release(Member member) {
        sessions.removeIf(session -> session.member() == member);
    }

    /** {@return whether nothing is left of it} */
    boolean isOver() {
        return sessions.isEmpty() && in.isEmpty();
    }
}
