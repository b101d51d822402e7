package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.Identity;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** The server of a run from one start to its end, and its listener. Owned by the {@link HonestServer}. */
final class ServerLife implements ChatServerListener {

    private static final long CHANNEL_CREDIT = 64;

    private final World world;
    private final HonestServer place;
    private final Program program;
    private final Callbacks callbacks;
    private final ChatServer server;
    private final Map<PeerId, Membership> members = new HashMap<>();

    /** In whose place a later session of the same client is. */
    private final Set<PeerId> replaced = new HashSet<>();
    private int heard;

    private record Membership(Peer peer, @Nullable HonestClient client) {

        boolean isOf(HonestClient whose) {
            return client == whose;
        }
    }

    ServerLife(World world, HonestServer place, Program program, InetSocketAddress address, Identity identity) {
        this.world = world;
        this.place = place;
        this.program = program;
        this.callbacks = new Callbacks("the server", program, world.findings());
        this.server = ChatServer.builder().protocol(Protocol.SESSION).network(program).bind(address).identity(identity)
                .resets(!world.scenario().renewal().twin()).listener(this).start();
    }

    ChatServer chat() {
        return server;
    }

    Program program() {
        return program;
    }

    boolean isMember(HonestClient client) {
        return members.values().stream().anyMatch(one -> one.isOf(client));
    }

    boolean isMember(String name) {
        return members.values().stream().anyMatch(one -> one.peer.name().equals(name));
    }

    boolean isClosed() {
        return callbacks.areOver();
    }

    /** {@return whether its listener has heard everything that was said} */
    boolean hasHeardAll() {
        return world.talk().sizeOfLife() == server.stats().messagesRelayed();
    }

    /** A client says no more than its credit before the listener has heard it. */
    void checkBacklog() {
        long unheard = server.stats().messagesRelayed() - world.talk().sizeOfLife();
        world.findings().require(unheard <= CHANNEL_CREDIT * world.mostMembers(), "%s messages wait for the server",
                unheard);
    }

    /** Removes a client; returns whether it was a member. */
    boolean removes(HonestClient client) {
        Optional<Membership> latest = members.values().stream()
                .filter(one -> one.isOf(client) && !replaced.contains(one.peer.id())).findAny();
        latest.ifPresent(one -> server.remove(one.peer.id(), "because the campaign says so"));
        return latest.isPresent();
    }

    @Override
    public void onJoined(Peer peer, RoomId room) {
        callbacks.during("onJoined", () -> {
            HonestClient client = world.clientAt(peer.address()).orElse(null);
            for (Membership before : members.values()) {
                if (before.peer.name().equals(peer.name()) && !replaced.contains(before.peer.id())) {
                    joinsAgain(before, client);
                }
            }
            members.put(peer.id(), new Membership(peer, client));
            if (client != null) {
                client.view().joins();
            }
        });
    }

    /**
     * Its session before is over by the next event, if it is one program's. Two programs may have one name if they have one
     * identity.
     */
    private void joinsAgain(Membership before, @Nullable HonestClient client) {
        String name = before.peer.name();
        if (before.client == client) {
            world.findings().require(world.scenario().hardStart() || world.scenario().renewal().comeBack(),
                    "%s joined twice", name);
            replaced.add(before.peer.id());
        } else {
            world.findings().require(client != null && before.client != null && client.isLasting()
                    && before.client.isLasting(), "two have the name %s", name);
        }
    }

    @Override
    public void onMessage(Peer from, ChatMessage message) {
        callbacks.during("onMessage", () -> {
            world.findings().require(members.containsKey(from.id()), "%s is heard and no member", from.name());
            world.talk().heardByServer(from.name(), message.text());
            if (world.scenario().manners().throwing() && ++heard % 5 == 0) {
                throw new OnPurpose();
            }
        });
    }

    @Override
    public void onLeft(Peer peer, RoomId room, LeaveReason why) {
        callbacks.during("onLeft", () -> {
            Membership ended = members.remove(peer.id());
            world.findings().require(ended != null, "%s left twice", peer.name());
            world.findings().require(replaced.remove(peer.id()) == why instanceof LeaveReason.Replaced,
                    "%s left at %s: %s", peer.name(), world.net().now(), why);
            if (ended != null && ended.client != null) {
                world.findings().require(isExplained(peer, ended.client, why), "%s left at %s: %s", peer.name(),
                        world.net().now(), why);
                if (!isMember(ended.client)) {
                    ended.client.view().leaves();
                }
            }
            place.hasLeft(peer.name(), ended == null ? null : ended.client, why);
        });
    }

    private boolean isExplained(Peer peer, HonestClient client, LeaveReason why) {
        return switch (why) {
            case LeaveReason.Left byItself -> client.hasEnded() || client.standing().mayHaveLeftSession();
            case LeaveReason.ServerClosed closes -> place.isClosing();
            case LeaveReason.Removed byServer -> place.hasRemoved(client);
            case LeaveReason.TimedOut silent -> client.hasEnded() || client.standing().mayHaveLeftSession()
                    || world.isSilenceExplained(peer.address(), client.program(), server.localAddress(), program);
            case LeaveReason.SlowConsumer slow -> world.isSlownessExplained(peer.address(), client.program());
            case LeaveReason.Replaced byItself -> true;
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
        Renewal renewal = scenario.renewal();
        boolean hostile = !scenario.hostile().isEmpty();
        boolean damage = scenario.links().damage() || hostile;
        boolean ofAnother = !renewal.restarts().isEmpty() || renewal.twin();
        return switch (reason) {
            case PEER_BEHIND, UNKNOWN_SESSION -> true;
            case NOT_AUTHENTIC, MALFORMED, EMPTY, UNEXPECTED, UNKNOWN_VERSION, WRONG_APPLICATION, HANDSHAKE_FAILED ->
                damage;
            case BAD_COOKIE -> damage || ofAnother;
            case REPLAYED -> scenario.links().repeat() || damage;
            case COOKIE_EXPIRED -> scenario.links().repeat() || damage || scenario.hardStart() || renewal.comeBack()
                    || !renewal.deaths().isEmpty() || ofAnother;
            case NAME_TAKEN -> renewal.deaths().stream().anyMatch(death -> !death.lasting());
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
                why instanceof CloseReason.ByApplication && replaced.isEmpty() && members.isEmpty(),
                "the server: %s, %s, %s", why, replaced, members));
        callbacks.end();
    }
}
