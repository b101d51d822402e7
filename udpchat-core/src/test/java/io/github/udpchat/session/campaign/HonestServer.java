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
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** The server of a run, and its listener. Owned by one {@link World}. */
final class HonestServer implements ChatServerListener {

    private static final long CHANNEL_CREDIT = 64;

    private final World world;
    private final Program program;
    private final Callbacks callbacks;
    private final ChatServer server;
    private final Map<String, Peer> members = new HashMap<>();
    private final Map<String, LeaveReason> left = new HashMap<>();
    private final Set<String> removed = new HashSet<>();

    /** In whose place a later session of the same client is. */
    private final Set<PeerId> replaced = new HashSet<>();
    private int heard;

    HonestServer(World world, Program program) {
        this.world = world;
        this.program = program;
        this.callbacks = new Callbacks("the server", program, world.findings());
        this.server = ChatServer.builder().protocol(Protocol.SESSION).network(program).listener(this).start();
    }

    ChatServer chat() {
        return server;
    }

    Program program() {
        return program;
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

    /** {@return why somebody has left, or null} */
    @Nullable
    LeaveReason whyLeft(String name) {
        return left.get(name);
    }

    boolean hasRemoved(String name) {
        return removed.contains(name);
    }

    boolean hasBrokenProtocol(String name) {
        return left.get(name) instanceof LeaveReason.BrokeProtocol;
    }

    boolean isClosed() {
        return callbacks.areOver();
    }

    /** {@return whether its listener has heard everything that was said} */
    boolean hasHeardAll() {
        return world.talk().size() == server.stats().messagesRelayed();
    }

    /** A client says no more than its credit before the listener has heard it. */
    void checkBacklog() {
        long unheard = server.stats().messagesRelayed() - world.talk().size();
        world.findings().require(unheard <= CHANNEL_CREDIT * world.mostMembers(), "%s messages wait for the server",
                unheard);
    }

    void removes(String name) {
        Peer peer = members.get(name);
        if (peer != null && !program.isStopped()) {
            removed.add(name);
            server.remove(peer.id(), "because the campaign says so");
        }
    }

    @Override
    public void onJoined(Peer peer, RoomId room) {
        callbacks.during("onJoined", () -> {
            Peer before = members.put(peer.name(), peer);
            if (before != null) {
                // It has begun anew, for it knows nothing of its first session; that is over by the next event.
                world.findings().require(world.scenario().hardStart(), "%s joined twice", peer.name());
                replaced.add(before.id());
            }
            world.client(peer.name()).ifPresent(client -> client.view().joins());
        });
    }

    @Override
    public void onMessage(Peer from, ChatMessage message) {
        callbacks.during("onMessage", () -> {
            world.findings().require(members.containsKey(from.name()), "%s is heard and no member", from.name());
            world.talk().heardByServer(from.name(), message.text());
            if (world.scenario().manners().throwing() && ++heard % 5 == 0) {
                throw new OnPurpose();
            }
        });
    }

    @Override
    public void onLeft(Peer peer, RoomId room, LeaveReason why) {
        callbacks.during("onLeft", () -> {
            world.findings().require(replaced.contains(peer.id()) == why instanceof LeaveReason.Replaced,
                    "%s left at %s: %s", peer.name(), world.net().now(), why);
            if (replaced.remove(peer.id())) {
                return;
            }
            world.findings().require(members.remove(peer.name()) != null, "%s left twice", peer.name());
            world.client(peer.name()).ifPresent(client -> world.findings().require(isExplained(peer, client, why),
                    "%s left at %s: %s", peer.name(), world.net().now(), why));
            left.put(peer.name(), why);
        });
    }

    private boolean isExplained(Peer peer, HonestClient client, LeaveReason why) {
        return switch (why) {
            case LeaveReason.Left byItself -> client.hasEnded();
            case LeaveReason.ServerClosed closes -> true;
            case LeaveReason.Removed byServer -> hasRemoved(peer.name());
            case LeaveReason.TimedOut silent -> client.hasEnded()
                    || world.isSilenceExplained(peer.address(), client.program(), server.localAddress(), program);
            case LeaveReason.SlowConsumer slow -> world.isSlownessExplained(peer.address(), client.program());
            case LeaveReason.Replaced byItself -> false;
            case LeaveReason.Failed failed -> false;
            case LeaveReason.BrokeProtocol broken -> false;
        };
    }

    @Override
    public void onDropped(DropReason reason, long count) {
        callbacks.during("onDropped", () -> world.findings().require(isFine(reason), "the server dropped %s: %s", count,
                reason));
    }

    private boolean isFine(DropReason reason) {
        Scenario scenario = world.scenario();
        boolean hostile = !scenario.hostile().isEmpty();
        boolean damage = scenario.links().damage() || hostile;
        return switch (reason) {
            case PEER_BEHIND, UNKNOWN_SESSION -> true;
            case NOT_AUTHENTIC, MALFORMED, EMPTY, UNEXPECTED, UNKNOWN_VERSION, WRONG_APPLICATION, BAD_COOKIE,
                    HANDSHAKE_FAILED ->
                damage;
            case REPLAYED -> scenario.links().repeat() || damage;
            case COOKIE_EXPIRED -> scenario.links().repeat() || damage || scenario.hardStart();
            case PROTOCOL_VIOLATION, OVER_BUDGET, HANDSHAKE_LIMIT, TOO_LARGE -> hostile;
            default -> false;
        };
    }

    @Override
    public void onError(String during, Throwable error) {
        callbacks.during("onError", () -> world.findings().require(
                world.scenario().manners().throwing() && error instanceof OnPurpose, "the server: %s in %s", error,
                during));
    }

    @Override
    public void onClosed(CloseReason why) {
        callbacks.during("onClosed", () -> world.findings().require(
                why instanceof CloseReason.ByApplication && replaced.isEmpty(), "the server: %s, %s", why, replaced));
        callbacks.end();
    }
}
