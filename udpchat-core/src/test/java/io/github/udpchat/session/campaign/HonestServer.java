package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;

/** The server of a run, and its listener. Owned by one {@link CampaignRun}. */
final class HonestServer implements ChatServerListener {

    private final CampaignRun run;
    private final ChatServer server;
    private final Map<String, Peer> members = new HashMap<>();
    private final Map<String, LeaveReason> left = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private int heard;
    private boolean closed;

    HonestServer(CampaignRun run) {
        this.run = run;
        this.server = ChatServer.builder().protocol(Protocol.SESSION).network(run.net()).listener(this).start();
    }

    ChatServer chat() {
        return server;
    }

    InetSocketAddress address() {
        return server.localAddress();
    }

    boolean isMember(String name) {
        return members.containsKey(name);
    }

    boolean hasEnded(String name) {
        return left.containsKey(name);
    }

    boolean hasRemoved(String name) {
        return removed.contains(name);
    }

    boolean hasBrokenProtocol(String name) {
        return left.get(name) instanceof LeaveReason.BrokeProtocol;
    }

    boolean isClosed() {
        return closed;
    }

    void removes(String name) {
        removed.add(name);
        server.remove(members.get(name).id(), "because the campaign says so");
    }

    private void live(String call) {
        run.findings().require(!closed, "the server: %s after onClosed", call);
    }

    @Override
    public void onJoined(Peer peer, RoomId room) {
        live("onJoined");
        run.findings().require(members.put(peer.name(), peer) == null, "%s joined twice", peer.name());
        run.client(peer.name()).ifPresent(client -> client.view().joins());
    }

    @Override
    public void onMessage(Peer from, ChatMessage message) {
        live("onMessage");
        run.findings().require(members.containsKey(from.name()), "%s is heard and no member", from.name());
        run.talk().heardByServer(from.name(), message.text());
        if (run.scenario().throwing() && ++heard % 5 == 0) {
            throw new IllegalStateException("thrown by a listener, on purpose");
        }
    }

    @Override
    public void onLeft(Peer peer, RoomId room, LeaveReason why) {
        live("onLeft");
        run.findings().require(members.remove(peer.name()) != null, "%s left twice", peer.name());
        run.client(peer.name()).ifPresent(client -> run.findings().require(isExplained(peer, client, why),
                "%s left at %s: %s", peer.name(), run.net().now(), why));
        left.put(peer.name(), why);
    }

    private boolean isExplained(Peer peer, HonestClient client, LeaveReason why) {
        return switch (why) {
            case LeaveReason.Left byItself -> client.hasEnded();
            case LeaveReason.ServerClosed closes -> true;
            case LeaveReason.Removed byServer -> hasRemoved(peer.name());
            case LeaveReason.TimedOut silent -> client.hasEnded()
                    || run.isSilenceExplained(peer.address(), server.localAddress());
            case LeaveReason.SlowConsumer slow -> run.isSlownessExplained(peer.address());
            case LeaveReason.Replaced replaced -> false;
            case LeaveReason.Failed failed -> false;
            case LeaveReason.BrokeProtocol broken -> false;
        };
    }

    @Override
    public void onDropped(DropReason reason, long count) {
        live("onDropped");
        run.findings().require(reason != DropReason.INTERNAL_ERROR && reason != DropReason.LISTENER_BEHIND,
                "the server dropped %s: %s", count, reason);
    }

    @Override
    public void onError(String during, Throwable error) {
        live("onError");
        run.findings().require(run.scenario().throwing() && error.getMessage().endsWith("on purpose"),
                "the server: %s in %s", error, during);
    }

    @Override
    public void onClosed(CloseReason why) {
        live("onClosed");
        run.findings().require(why instanceof CloseReason.ByApplication, "the server: %s", why);
        closed = true;
    }
}
