package io.github.udpchat.internal.classic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.github.udpchat.internal.hub.Allowance;
import io.github.udpchat.internal.hub.Author;
import io.github.udpchat.internal.hub.Form;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.Outcome;
import io.github.udpchat.internal.hub.RoomMessage;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.AddressKey;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.ClassicFormat;
import io.github.udpchat.internal.wire.ClassicFrame;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the classic protocol. Owns the peers by address, and when each was last heard. An address is
 *
 * <pre>
 *   unknown --any text--> WAITING --joined--> MEMBER --qqq, silence, removed--> unknown
 *                            '------refused------------------------------------> unknown
 * </pre>
 *
 * What arrives from a waiting address is held until the hub has decided, so that a client may speak right after its name.
 */
public final class ClassicServer {

    /**
     * How many datagrams are held for all peers together that wait for admission, so that a crowd does not hold 16 times as
     * many as there may be peers; one more is dropped as WAITING_TOO_MUCH.
     */
    static final int MAX_HELD_IN_ALL = 1024;

    private final Hub hub;
    private final ClassicLimits limits;
    private final ClassicFormat format;
    private final Form form;
    private final AddressKeys keys;
    private final Map<AddressKey, ClassicPeer> peers = new HashMap<>();
    private final Map<AddressKey, Integer> peersAtHost = new HashMap<>();
    private int heldInAll;

    /** Members in the order in which they were last heard, the longest silent first; looking one up moves it to the end. */
    private final Map<ClassicPeer, ClassicPeer> byLastHeard = new LinkedHashMap<>(16, 0.75f, true);

    /** A server without peers that brings its members to the hub. */
    public ClassicServer(Hub hub, ClassicLimits limits, AddressKeys keys) {
        this.hub = hub;
        this.limits = limits;
        this.format = new ClassicFormat(limits.maxDatagramBytes());
        this.keys = keys;
        this.form = hub.bridgedForm().orElse(ClassicForm.FORM);
    }

    /**
     * Reads a datagram: PROTOCOL.md, section 1.4.
     * <ol>
     * <li>Too long, empty, or not UTF-8: dropped.
     * <li>From an unknown address: {@code qqq} is dropped, any text registers.
     * <li>From a waiting address: held, or dropped when too much is held.
     * <li>From a member: {@code qqq} leaves, any text is relayed to all others, byte for byte.
     * </ol>
     */
    public void onDatagram(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        ClassicFrame frame = format.read(datagram);
        if (frame instanceof ClassicFrame.Malformed(DropReason why)) {
            out.dropped(why);
            return;
        }
        onFrame(now, keys.of(from), from, frame, out);
    }

    /** A frame came from an address, just now or while the address waited. */
    void onFrame(long now, AddressKey key, InetSocketAddress from, ClassicFrame frame, Outbox out) {
        ClassicPeer peer = peers.get(key);
        if (peer == null) {
            onFirstFrame(now, key, from, frame, out);
        } else {
            peer.onFrame(now, frame, out);
        }
    }

    private void onFirstFrame(long now, AddressKey key, InetSocketAddress from, ClassicFrame frame, Outbox out) {
        switch (frame) {
            case ClassicFrame.Text text -> register(now, key, from, text.text(), out);
            case ClassicFrame.Leave leave -> out.dropped(DropReason.NOT_A_MEMBER);
            case ClassicFrame.Malformed(DropReason why) -> out.dropped(why);
        }
    }

    private void register(long now, AddressKey key, InetSocketAddress from, String text, Outbox out) {
        AddressKey host = keys.ofHost(from);
        boolean limited = !from.getAddress().isLoopbackAddress();
        if (limited && peersAtHost.getOrDefault(host, 0) >= limits.maxPeersPerAddress()) {
            out.dropped(DropReason.ADDRESS_LIMIT);
            return;
        }
        ClassicPeer peer = new ClassicPeer(this, key, host, from);
        peers.put(key, peer);
        peersAtHost.merge(host, 1, Integer::sum);
        hub.requestJoin(now, peer, ClassicFormat.registeredName(text), out);
    }

    /** Relays a member's line. */
    void relay(long now, ClassicPeer author, ClassicFrame.Text text, Outbox out) {
        if (hub.isStopped()) {
            out.dropped(DropReason.SERVER_CLOSING);
            return;
        }
        ChatMessage message = ClassicFormat.message(RoomId.CLASSIC, text);
        hub.say(now, author.id(), RoomId.CLASSIC,
                (room, position, speaker) -> new RoomMessage(
                        room.equals(RoomId.CLASSIC) ? message : besideSessions(message, room, position, speaker),
                        position, form, text.bytes()),
                null, Outcome.IGNORED, out);
    }

    /** In a room of sessions nobody is who a line says, but who the server knows to have sent it. */
    private static ChatMessage besideSessions(ChatMessage message, RoomId room, Position position,
            @Nullable Author speaker) {
        return new ChatMessage(room, Optional.ofNullable(speaker).map(Author::name), message.line(), message.content(),
                Optional.ofNullable(speaker).map(Author::id), Optional.of(position), Optional.empty());
    }

    /** {@return how what is said travels to the peers of this server} */
    Form form() {
        return form;
    }

    /** {@return what a member may say, or null if that is without limit} */
    @Nullable
    Allowance allowance(Role role) {
        boolean unlimited = role == Role.MODERATOR || limits.rates().equals(RateLimits.none());
        return unlimited ? null : new Allowance(limits.rates());
    }

    /** A member has said that it leaves. */
    void leave(long now, ClassicPeer peer, LeaveReason why, Outbox out) {
        forget(peer);
        hub.leave(now, peer.id(), why, out);
    }

    /** Forgets an address: it is unknown from here on. */
    void forget(ClassicPeer peer) {
        byLastHeard.remove(peer);
        peers.remove(peer.key());
        peersAtHost.computeIfPresent(peer.host(), (host, count) -> count == 1 ? null : count - 1);
    }

    /** {@return whether one more datagram may be held for a peer that waits; it counts as held from here on} */
    boolean mayHold() {
        if (heldInAll == MAX_HELD_IN_ALL) {
            return false;
        }
        heldInAll++;
        return true;
    }

    /** So many datagrams are not held any more. */
    void released(int datagrams) {
        heldInAll -= datagrams;
    }

    /** Begins to watch a new member for silence. */
    void watch(ClassicPeer peer) {
        if (!limits.idleTimeout().isZero()) {
            byLastHeard.put(peer, peer);
        }
    }

    /** A member was heard just now. */
    void heard(ClassicPeer peer) {
        byLastHeard.get(peer);
    }

    /** {@return the next time at which {@link #onTimer} has something to do} */
    public long nextDeadline() {
        return byLastHeard.isEmpty() ? Machine.NEVER : silentUntil(longestSilent());
    }

    private ClassicPeer longestSilent() {
        return byLastHeard.keySet().iterator().next();
    }

    private long silentUntil(ClassicPeer peer) {
        return peer.lastHeard() + limits.idleTimeout().toNanos();
    }

    /** Gives up members that were silent for too long. */
    public void onTimer(long now, Outbox out) {
        while (nextDeadline() <= now) {
            leave(now, longestSilent(), new LeaveReason.TimedOut(limits.idleTimeout()), out);
        }
    }
}
