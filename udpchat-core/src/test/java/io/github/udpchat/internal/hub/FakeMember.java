package io.github.udpchat.internal.hub;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.ClassicFormat;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** A member that remembers what it was told. */
final class FakeMember implements Member {

    final List<String> heard = new ArrayList<>();

    /** What it says against the name that it gets. */
    @Nullable DropReason objection;

    /** By what it is known again. */
    List<Mark> marks;

    /** The member whose place it takes. */
    @Nullable PeerId replaces;

    /** Who it is, if that is known. */
    @Nullable Object identity = this;

    /** The room in which it is from the start. */
    RoomId home = RoomId.CLASSIC;

    /** What it was told of who is in its rooms. */
    final List<String> presence = new ArrayList<>();

    /** What stands before its name where others see it. */
    String mark = "";

    /** What it makes of what is said to it alone. */
    Reception reception = Reception.TAKEN;

    private final InetSocketAddress address;

    FakeMember(int port) {
        this.address = new InetSocketAddress("192.0.2.1", port);
        this.marks = List.of(new Mark.OfAddress(address.getAddress()));
    }

    @Override
    public AdmissionRequest request(String name) {
        return new AdmissionRequest(name, Protocol.CLASSIC, address);
    }

    @Override
    public List<Mark> marks() {
        return marks;
    }

    @Override
    public RoomId room() {
        return home;
    }

    @Override
    public Optional<PeerId> replaces() {
        return Optional.ofNullable(replaces);
    }

    @Override
    public String shownAs(Peer peer) {
        return mark + peer.name();
    }

    @Override
    public Optional<DropReason> objection(long now, Peer peer, Outbox out) {
        return Optional.ofNullable(objection);
    }

    @Override
    public boolean mayBeCalled(Peer renamed) {
        return objection == null;
    }

    @Override
    public void joined(long now, Peer peer, Position next, Outbox out) {
        heard.add("joined as " + peer.name() + " at " + now);
    }

    @Override
    public void refused(long now, DropReason why, String text, Outbox out) {
        heard.add("refused " + why);
        out.dropped(why);
    }

    @Override
    public void deliver(long now, RoomMessage message, Outbox out) {
        out.send(address, message.in(heard -> ClassicFormat.write(heard.text())));
    }

    @Override
    public boolean acceptsPlaintext() {
        return false;
    }

    @Override
    public Optional<Object> identity() {
        return Optional.ofNullable(identity);
    }

    @Override
    public void presence(long now, RoomId room, PresenceNews news, Outbox out) {
        presence.add(switch (news) {
            case PresenceNews.Arrived(Participant who) -> "+" + who.name() + "=" + who.id().value();
            case PresenceNews.Departed(PeerId who) -> "-" + who.value();
            case PresenceNews.Changed(Participant who) -> who.id().value() + "=" + who.name();
            case PresenceNews.Anew anew -> "anew";
        });
    }

    @Override
    public Reception told(long now, ByteBuffer message, Outbox out) {
        heard.add("told " + StandardCharsets.UTF_8.decode(message.duplicate()));
        return reception;
    }

    @Override
    public void typed(long now, RoomId room, Author who, Outbox out) {
        heard.add(who.name() + " types in " + room);
    }

    @Override
    public void removed(long now, String why, Outbox out) {
        heard.add("removed");
    }
}
