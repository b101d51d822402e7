package io.github.udpchat.internal.hub;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * One room: its members in the order in which they joined, its count of messages, and what is remembered of them. Owned by
 * the {@link Rooms}.
 */
final class Room {

    /** In a room of more members nobody is told that somebody types: it would be many datagrams for little. */
    static final int MOST_TOLD_OF_TYPING = 256;

    private final RoomId id;
    private final long epoch;
    private final boolean lasting;
    private final Map<PeerId, Member> members = new LinkedHashMap<>();
    private final Attendance attendance = new Attendance(this);
    private final RoomLog log = new RoomLog(this);

    /** The offset of the next message that is said. */
    private long nextOffset;

    /** The offset of the next message that is passed on: those between are being stored. */
    private long nextPassed;

    /**
     * An empty room.
     *
     * @param epoch   the epoch of its positions, which no other room has or had
     * @param lasting whether it is there also when nobody is in it
     */
    Room(RoomId id, long epoch, boolean lasting) {
        this.id = id;
        this.epoch = epoch;
        this.lasting = lasting;
    }

    RoomId id() {
        return id;
    }

    RoomLog log() {
        return log;
    }

    /** {@return which persons are here} */
    Attendance attendance() {
        return attendance;
    }

    void add(PeerId peer, Member member) {
        members.put(peer, member);
    }

    void remove(PeerId peer) {
        members.remove(peer);
    }

    /** {@return whether a member is here} */
    boolean has(PeerId peer) {
        return members.containsKey(peer);
    }

    /** {@return whether nobody is here, and it need not be there for that} */
    boolean isDeserted() {
        return members.isEmpty() && !lasting;
    }

    /** {@return whether nobody needs it any more: it is deserted, and there is nothing to remember} */
    boolean isOver() {
        return isDeserted() && log.count() == 0 && nextPassed == nextOffset;
    }

    /** {@return how many members it has} */
    int size() {
        return members.size();
    }

    /** {@return where the next message will stand that is passed on} */
    Position next() {
        return new Position(epoch, nextPassed);
    }

    /** The server has started again: the room goes on behind a message. */
    void restored(Position last) {
        nextOffset = last.offset() + 1;
        nextPassed = nextOffset;
    }

    /** Gives a message its place. It is passed on, or refused, in the order of the places. */
    RoomMessage place(@Nullable Author author, Utterance utterance) {
        return utterance.at(id, new Position(epoch, nextOffset++), author);
    }

    /** The message that was placed last is not said after all. */
    void takeBack() {
        nextOffset--;
    }

    /** Passes a message to every member but its author; returns for how many it was. */
    int pass(long now, RoomMessage message, @Nullable Member speaker, Outbox out) {
        nextPassed = message.at().offset() + 1;
        int recipients = 0;
        for (Member member : members.values()) {
            if (speaker != null && member.isSameAs(speaker)) {
                member.ownPassed(message);
            } else {
                member.deliver(now, message, out);
                recipients++;
            }
        }
        return recipients;
    }

    /** A message is not passed on. Its place stays empty. */
    void refused(RoomMessage message) {
        nextPassed = message.at().offset() + 1;
    }

    /**
     * What somebody gets who knows everything before a position, or who knows nothing.
     *
     * @param known the first position that it does not know, or null
     * @param most  how many messages it gets at most if that does not count here
     */
    Recollection recall(@Nullable Position known, int most) {
        RoomLog.Kept oldest = log.oldest();
        long first = oldest == null ? nextPassed : oldest.offset();
        if (known == null || known.epoch() != epoch || known.offset() > nextPassed) {
            return new Recollection(Recollection.Kind.FRESH, log.lastFrom(most), nextPassed, log);
        }
        return first <= known.offset()
                ? new Recollection(Recollection.Kind.RECOVERED, known.offset(), nextPassed, log)
                : new Recollection(Recollection.Kind.GAP, first, nextPassed, log);
    }

    /** Tells every member what has changed in who is here. */
    void tell(long now, PresenceNews news, Outbox out) {
        members.values().forEach(member -> member.presence(now, id, news, out));
    }

    /** Somebody here types. */
    void type(long now, Member typist, Author who, Outbox out) {
        if (members.size() <= MOST_TOLD_OF_TYPING) {
            members.values().stream().filter(member -> member != typist)
                    .forEach(member -> member.typed(now, id, who, out));
        }
    }
}
