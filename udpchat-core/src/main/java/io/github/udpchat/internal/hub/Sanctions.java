package io.github.udpchat.internal.hub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Role;

/**
 * Who may not speak, and who may not come. What was decided holds until it is taken back, or the server ends. Owned by the
 * {@link Hub}.
 */
public final class Sanctions {

    /** So many may be muted; one more is not, and the caller is told: nothing that an operator has decided goes by itself. */
    public static final int MOST_MUTED = 100_000;

    /** So many keys and addresses together may be banned; one more is not, and the caller is told. */
    public static final int MOST_BANNED = 100_000;

    private final Hub hub;
    private final int mostMuted;
    private final int mostBanned;

    /** With the id under which somebody was muted last, by which the mute is taken back when that member has gone. */
    private final Map<Mark, PeerId> muted = new HashMap<>();

    /** With the words for who comes. */
    private final Map<Mark, String> banned = new HashMap<>();

    Sanctions(Hub hub) {
        this(hub, MOST_MUTED, MOST_BANNED);
    }

    Sanctions(Hub hub, int mostMuted, int mostBanned) {
        this.hub = hub;
        this.mostMuted = mostMuted;
        this.mostBanned = mostBanned;
    }

    // ---- who may not speak

    /** Mutes a member under whatever name and on whatever session it comes again. Returns whether it is muted now. */
    public boolean mute(PeerId id) {
        Optional<Mark> mark = markOf(id);
        if (mark.isEmpty() || muted.size() >= mostMuted && !muted.containsKey(mark.get())) {
            return false;
        }
        muted.put(mark.get(), id);
        return true;
    }

    /** Lets somebody speak again who is here under this id, or was when it was muted last. Returns whether it was muted. */
    public boolean unmute(PeerId id) {
        return markOf(id).map(mark -> muted.remove(mark) != null).orElseGet(() -> muted.values().remove(id));
    }

    /** Of a member, or of somebody as the others know them, whose first session may have gone. */
    private Optional<Mark> markOf(PeerId id) {
        return hub.member(id).or(() -> hub.persons().sessionsOf(id).stream().findFirst())
                .map(member -> member.marks().getFirst());
    }

    /** {@return whether what a member says is refused} */
    boolean isMuted(Peer peer, Member member) {
        return peer.role() == Role.LISTENER || !muted.isEmpty() && muted.containsKey(member.marks().getFirst());
    }

    // ---- who may not come

    /**
     * Keeps somebody out, and removes who is here.
     *
     * @param why the words for that, which take the place of earlier ones
     * @return whether that holds now
     */
    public boolean ban(long now, Mark mark, String why, Outbox out) {
        if (banned.size() >= mostBanned && !banned.containsKey(mark)) {
            return false;
        }
        banned.put(mark, why);
        List<PeerId> here = hub.peers().stream().filter(peer -> isMarked(peer, mark)).map(Peer::id).toList();
        here.forEach(id -> hub.remove(now, id, why, out));
        return true;
    }

    /** Whoever has moved since it joined is here under both addresses: the application knows the former. */
    private boolean isMarked(Peer peer, Mark mark) {
        return mark.equals(new Mark.OfAddress(peer.address().getAddress()))
                || hub.member(peer.id()).filter(member -> member.marks().contains(mark)).isPresent();
    }

    /** Lets somebody come again. Returns whether that was banned. */
    public boolean unban(Mark mark) {
        return banned.remove(mark) != null;
    }

    /** {@return the words for somebody who may not come, or nothing if nothing is held against them} */
    Optional<String> banOf(Member member) {
        return banned.isEmpty() ? Optional.empty()
                : member.marks().stream().map(banned::get).filter(Objects::nonNull).findFirst();
    }

    /** {@return how many are muted, and how many keys and addresses are banned} */
    int count() {
        return muted.size() + banned.size();
    }
}
