package io.github.udpchat.internal.hub;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;

/** A member that remembers what it was told. */
final class FakeMember implements Member {

    final List<String> heard = new ArrayList<>();

    private final InetSocketAddress address;

    FakeMember(int port) {
        this.address = new InetSocketAddress("192.0.2.1", port);
    }

    @Override
    public Protocol protocol() {
        return Protocol.CLASSIC;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void joined(long now, Peer peer, Outbox out) {
        heard.add("joined as " + peer.name() + " at " + now);
    }

    @Override
    public void refused(DropReason why, Outbox out) {
        heard.add("refused " + why);
        out.dropped(why);
    }

    @Override
    public void deliver(RoomMessage message, Outbox out) {
        out.send(address, message.line());
    }

    @Override
    public void removed() {
        heard.add("removed");
    }
}
