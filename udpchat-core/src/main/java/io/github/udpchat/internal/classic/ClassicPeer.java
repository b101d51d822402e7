package io.github.udpchat.internal.classic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

import io.github.udpchat.internal.hub.Allowance;
import io.github.udpchat.internal.hub.Author;
import io.github.udpchat.internal.hub.Mark;
import io.github.udpchat.internal.hub.Member;
import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.internal.hub.PresenceNews;
import io.github.udpchat.internal.hub.Reception;
import io.github.udpchat.internal.hub.RoomMessage;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.AddressKey;
import io.github.udpchat.internal.wire.ClassicFrame;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * One registered address. Owned by the {@link ClassicServer}, which forgets it when it is gone.
 */
final class ClassicPeer implements Member {

    /** How many datagrams are held for a peer that waits for admission; one more is dropped as WAITING_TOO_MUCH. */
    static final int MAX_HELD = 16;

    private final ClassicServer server;
    private final AddressKey key;
    private final AddressKey host;
    private final InetSocketAddress address;

    private State state = State.WAITING;
    private @Nullable PeerId id;
    private @Nullable Allowance allowance;
    private Queue<ClassicFrame> held = new ArrayDeque<>(0);
    private long lastHeard;

    private enum State {
        WAITING, MEMBER
    }

    ClassicPeer(ClassicServer server, AddressKey key, AddressKey host, InetSocketAddress address) {
        this.server = server;
        this.key = key;
        this.host = host;
        this.address = address;
    }

    /** A frame came from this address. */
    void onFrame(long now, ClassicFrame frame, Outbox out) {
        switch (state) {
            case WAITING -> hold(frame, out);
            case MEMBER -> act(now, frame, out);
        }
    }

    private void hold(ClassicFrame frame, Outbox out) {
        if (held.size() == MAX_HELD || !server.mayHold()) {
            out.dropped(DropReason.WAITING_TOO_MUCH);
        } else {
            held.add(frame);
        }
    }

    private void act(long now, ClassicFrame frame, Outbox out) {
        switch (frame) {
            case ClassicFrame.Text text -> {
                lastHeard = now;
                server.heard(this);
                if (maySpeak(now, text)) {
                    server.relay(now, this, text, out);
                } else {
                    out.dropped(DropReason.TOO_FAST);
                }
            }
            case ClassicFrame.Leave leave -> server.leave(now, this, new LeaveReason.Left(), out);
            case ClassicFrame.Malformed(DropReason why) -> out.dropped(why);
        }
    }

    /** Whoever has anything left may say something; the protocol knows no way to slow down anybody. */
    private boolean maySpeak(long now, ClassicFrame.Text text) {
        if (allowance == null) {
            return true;
        }
        boolean allowed = allowance.hasAny(now);
        if (allowed) {
            allowance.spend(now, text.bytes().remaining());
        }
        return allowed;
    }

    @Override
    public Optional<PeerId> replaces() {
        return Optional.empty();
    }

    @Override
    public Optional<DropReason> objection(long now, Peer peer, Outbox out) {
        return Optional.empty();
    }

    @Override
    public boolean mayBeCalled(Peer renamed) {
        return true;
    }

    @Override
    public void joined(long now, Peer peer, Position next, Outbox out) {
        state = State.MEMBER;
        id = peer.id();
        allowance = server.allowance(peer.role());
        lastHeard = now;
        server.watch(this);
        Queue<ClassicFrame> waited = held;
        held = new ArrayDeque<>(0);
        server.released(waited.size());
        // By way of the server: a held qqq makes the address unknown, and what was held after it registers anew.
        waited.forEach(frame -> server.onFrame(now, key, address, frame, out));
    }

    @Override
    public void refused(long now, DropReason why, String text, Outbox out) {
        server.forget(this);
        server.released(held.size());
        out.dropped(why);
        held.forEach(frame -> out.dropped(why));
    }

    @Override
    public void deliver(long now, RoomMessage message, Outbox out) {
        out.send(address, message.in(server.form()));
    }

    @Override
    public void presence(long now, RoomId room, PresenceNews news, Outbox out) {
        // This protocol has no word for it.
    }

    @Override
    public Reception told(long now, ByteBuffer message, Outbox out) {
        // All that is said in this protocol is heard by everybody.
        return Reception.CANNOT_HEAR;
    }

    @Override
    public void typed(long now, RoomId room, Author who, Outbox out) {
        // This protocol has no word for it.
    }

    @Override
    public void removed(long now, String why, Outbox out) {
        server.forget(this);
    }

    PeerId id() {
        if (id == null) {
            throw new AssertionError(address + " is not a member yet");
        }
        return id;
    }

    AddressKey key() {
        return key;
    }

    AddressKey host() {
        return host;
    }

    long lastHeard() {
        return lastHeard;
    }

    @Override
    public AdmissionRequest request(String name) {
        return new AdmissionRequest(name, Protocol.CLASSIC, address);
    }

    @Override
    public List<Mark> marks() {
        return List.of(new Mark.OfAddress(address.getAddress()));
    }

    @Override
    public boolean acceptsPlaintext() {
        return true;
    }

    /** Behind a mark that no name of a session begins with; a name that could deceive is not shown. */
    @Override
    public String shownAs(Peer peer) {
        String name = NameRules.CLASSIC_MARK + NameRules.normalized(peer.name());
        boolean fits = NameRules.isAllowed(NameRules.normalized(peer.name()))
                && name.getBytes(StandardCharsets.UTF_8).length <= ControlMessage.MAX_NAME_BYTES;
        return fits ? name : NameRules.CLASSIC_MARK + "peer" + peer.id().value();
    }

    @Override
    public Optional<Object> identity() {
        return Optional.empty();
    }

    @Override
    public RoomId room() {
        return RoomId.CLASSIC;
    }
}
