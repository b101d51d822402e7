package io.github.udpchat.internal.hub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;

/**
 * Which persons are in a room, in the order in which they came; tells the room's members what changes. Owned by one {@link Room},
 * moved by the {@link Persons}.
 *
 * <pre>
 *   arrives: PRESENT --its last session here is lost--> GRACE --15 s, its name is another's, the room is over--> departed
 *             |   ^----------it comes again---------------'
 *             '--its last session here leaves--> departed
 * </pre>
 */
final class Attendance {

    /**
     * Of so many persons the members are told. A room with more is crowded: they are told so once, and of nobody who comes or goes,
     * for all would hear of all, and nobody reads such a list.
     */
    static final int MOST_LISTED = 256;

    /** A crowded room stays so until so few are there; then all are told who. The distance keeps it from being told all the time. */
    static final int LISTED_AGAIN = 192;

    private final Room room;
    private final Map<PeerId, Place> places = new LinkedHashMap<>(2);
    private boolean crowded;

    /** One person's stay in this room. */
    static final class Place {

        private final Attendance where;
        private final Person person;
        private int sessions;

        /** When the grace period ends, if no session is here. */
        private long until;

        private Place(Attendance where, Person person) {
            this.where = where;
            this.person = person;
        }

        Attendance where() {
            return where;
        }

        Person person() {
            return person;
        }

        long until() {
            return until;
        }

        /** No session of the person is here: it stays for so long. */
        void staysUntil(long time) {
            until = time;
        }

        boolean hasSession() {
            return sessions > 0;
        }
    }

    Attendance(Room room) {
        this.room = room;
    }

    /** A session of a person comes; returns the person's place here. */
    Place arrive(long now, Person person, Outbox out) {
        Place place = places.get(person.id());
        if (place == null) {
            place = new Place(this, person);
            places.put(person.id(), place);
            person.in.add(this);
            if (places.size() > MOST_LISTED && !crowded) {
                crowded = true;
                room.tell(now, new PresenceNews.Anew(), out);
            } else {
                tell(now, new PresenceNews.Arrived(person.shown()), out);
            }
        }
        place.sessions++;
        return place;
    }

    /** A session of a person goes; returns the person's place, from which it may depart now. */
    Place exit(Person person) {
        Place place = placeOf(person);
        place.sessions--;
        return place;
    }

    /** A person is here no more. */
    void depart(long now, Person person, Outbox out) {
        places.remove(person.id());
        person.in.remove(this);
        if (crowded && places.size() <= LISTED_AGAIN) {
            crowded = false;
            room.tell(now, new PresenceNews.Anew(), out);
        } else {
            tell(now, new PresenceNews.Departed(person.id()), out);
        }
    }

    /** A person has another name or role. */
    void changed(long now, Participant after, Outbox out) {
        tell(now, new PresenceNews.Changed(after), out);
    }

    private void tell(long now, PresenceNews news, Outbox out) {
        if (!crowded) {
            room.tell(now, news, out);
        }
    }

    /** {@return the place of somebody who is here} */
    Place placeOf(Person person) {
        return Objects.requireNonNull(places.get(person.id()), "somebody who is here");
    }

    /** {@return everybody's place} */
    List<Place> places() {
        return List.copyOf(places.values());
    }

    /** {@return everybody, however many} */
    Presence everybody() {
        return new Presence(places.values().stream().map(place -> place.person().shown()).toList(), true);
    }

    /** {@return what members are told: everybody, or nobody where it is crowded} */
    Presence shown() {
        return crowded ? Presence.UNKNOWN : everybody();
    }
}
