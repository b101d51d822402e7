package io.github.udpchat.internal.hub;

import java.util.List;

import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import org.jspecify.annotations.Nullable;

/** A member, and the rooms in which it is, of which the first is that in which it was from the start. */
record Present(Member member, Peer peer, @Nullable Person person, List<Room> rooms) {

    /** {@return who says what it says, as the others see it; null where nobody sees others} */
    @Nullable
    Author author() {
        return person == null ? null : new Author(person.id(), member.shownAs(peer));
    }

    Participant unseen() {
        return new Participant(peer.id(), member.shownAs(peer), peer.role());
    }
}
