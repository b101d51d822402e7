package io.github.udpchat;

import java.net.InetAddress;
import java.util.Objects;

import io.github.udpchat.internal.engine.Engine;
import io.github.udpchat.internal.hub.Mark;
import io.github.udpchat.internal.hub.Sanctions;
import io.github.udpchat.internal.server.ServerMachine;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.PeerId;

/**
 * Who may not speak at a {@link ChatServer}, and who may not come: see {@link ChatServer#moderation}. Safe for use by several
 * threads, also in the server's listener. To remove somebody once there is {@link ChatServer#remove}; what one may do
 * from the start is its {@link io.github.udpchat.model.Role role}.
 *
 * <p>
 * All of it holds until it is taken back, or the server is closed, and is not kept anywhere: an application that wants more keeps a
 * list of its own, and asks it in its admission hook. Once the server is closed every method returns false.
 *
 * {@snippet :
 * server.peers().stream().filter(peer -> peer.name().equals("Mallory")).forEach(peer -> {
 *     server.moderation().mute(peer.id());
 *     server.moderation().ban(peer.address().getAddress(), "spam");
 * });
 * }
 */
public final class Moderation {

    /** So many may be muted at a time. */
    public static final int MOST_MUTED = Sanctions.MOST_MUTED;

    /** So many keys and addresses together may be banned at a time. */
    public static final int MOST_BANNED = Sanctions.MOST_BANNED;

    private final Engine<ServerMachine> engine;

    Moderation(Engine<ServerMachine> engine) {
        this.engine = engine;
    }

    /**
     * Takes the word from a member. What it says is refused as {@link io.github.udpchat.model.DropReason#MUTED}; it hears as before.
     * That holds for who it is, whatever its name: on the session protocol for its key, so also for its other sessions and for those
     * that it makes later, where a visitor has the same key only for as long as its client lives; on the classic protocol for its IP
     * address, and so for all classic peers there.
     *
     * @param id which member, or the {@link io.github.udpchat.model.ChatMessage#authorId} of somebody who is here
     * @return whether it is muted now; false if it is no member, or if {@value #MOST_MUTED} others are muted
     */
    public boolean mute(PeerId id) {
        Objects.requireNonNull(id, "id");
        return engine.call((machine, now, out) -> machine.hub().sanctions().mute(id), false);
    }

    /**
     * Gives the word back.
     *
     * @param id a member that is muted; or, of one that has gone, the id under which it was muted last
     * @return whether it was muted
     */
    public boolean unmute(PeerId id) {
        Objects.requireNonNull(id, "id");
        return engine.call((machine, now, out) -> machine.hub().sanctions().unmute(id), false);
    }

    /**
     * Keeps a key out. Who has it and is a member is removed; who comes is refused as
     * {@link io.github.udpchat.model.DropReason#BANNED}, without the admission hook being asked. A visitor can make itself another
     * key.
     *
     * @param key which key, for example that of {@link io.github.udpchat.model.Peer#key}
     * @param why the reason, told to those whom it keeps out, of which the first 256 bytes; takes the place of an earlier one
     * @return whether it is banned now; false if {@value #MOST_BANNED} others are
     */
    public boolean ban(IdentityKey key, String why) {
        return ban(new Mark.OfKey(Objects.requireNonNull(key, "key")), why);
    }

    /**
     * Keeps an IP address out, on both protocols: see {@link #ban(IdentityKey, String)}. On the classic protocol nobody can be told.
     * Others may share that address, and who is kept out may find another one. Of IPv6 it is that one address, whatever the
     * interface, and not its network, of which most people have a whole /64: the admission hook can refuse such a network. A member
     * goes if it has joined from there or is there now; a session that moves there later stays.
     *
     * @param address which address
     * @param why     the reason, told to those whom it keeps out, of which the first 256 bytes; takes the place of an earlier one
     * @return whether it is banned now; false if {@value #MOST_BANNED} others are
     */
    public boolean ban(InetAddress address, String why) {
        return ban(new Mark.OfAddress(Objects.requireNonNull(address, "address")), why);
    }

    private boolean ban(Mark mark, String why) {
        Objects.requireNonNull(why, "why");
        return engine.call((machine, now, out) -> machine.hub().sanctions().ban(now, mark, why, out), false);
    }

    /**
     * Lets a key in again.
     *
     * @param key which key
     * @return whether it was banned
     */
    public boolean unban(IdentityKey key) {
        return unban(new Mark.OfKey(Objects.requireNonNull(key, "key")));
    }

    /**
     * Lets an IP address in again.
     *
     * @param address which address
     * @return whether it was banned
     */
    public boolean unban(InetAddress address) {
        return unban(new Mark.OfAddress(Objects.requireNonNull(address, "address")));
    }

    private boolean unban(Mark mark) {
        return engine.call((machine, now, out) -> machine.hub().sanctions().unban(mark), false);
    }
}
