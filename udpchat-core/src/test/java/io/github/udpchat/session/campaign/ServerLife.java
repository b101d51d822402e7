package io.github.udpchat.session.campaign;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.Identity;
import io.github.udpchat.Room;
import io.github.udpchat.ServerInside;
import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.internal.session.Inside;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** The server of a run from one start to its end, and its listener. Owned by the {@link HonestServer}. */
final class ServerLife implements ChatServerListener {

    private static final long CHANNEL_CREDIT = 64;

    /** A moment, in which nothing happens that is told apart. */
    private static final Duration AT_ONCE = Duration.ofMillis(50);

    /** The crowd included. */
    private static final int MOST_PEERS = 400;

    private final World world;
    private final HonestServer place;
    private final Program program;
    private final Callbacks callbacks;
    private final ChatServer server;
    private final Map<PeerId, Membership> members = new HashMap<>();
    private final Discipline discipline;
    private final Attendances attendances;

    /** In whose place a later session of the same client is. */
    private final Set<PeerId> replaced = new HashSet<>();
    private int heard;
    private int joined;

    private record Membership(Peer peer, @Nullable HonestClient client) {

        boolean isOf(HonestClient whose) {
            return client == whose;
        }
    }

    ServerLife(World world, HonestServer place, Program program, InetSocketAddress address, Identity identity,
            @Nullable HistoryStore store) {
        this.world = world;
        this.place = place;
        this.program = program;
        this.callbacks = new Callbacks("the server", program, world.findings());
        Model model = world.scenario().model();
        ChatServerBuilder builder = ChatServer.builder().protocol(Protocol.SESSION).network(program).bind(address)
                .identity(identity)
                .resets(!world.scenario().renewal().twin()).listener(this).history(model.history())
                .rateLimits(model.rates()).maxPeers(MOST_PEERS);
        if (model.roles()) {
            builder.admit(request -> Admission.accept(request.name(), role(request.name())));
        }
        if (store != null) {
            builder.historyStore(store);
        }
        this.server = builder.start();
        this.discipline = new Discipline(server, world.findings());
        this.attendances = new Attendances(world.findings(), world.net()::now, this::lag);
    }

    /** {@return what somebody of that name may do} */
    private Role role(String name) {
        return name.startsWith("c") ? world.scenario().model().role(Integer.parseInt(name.substring(1))) : Role.MEMBER;
    }

    /** {@return so much later than something happens its listener may hear of it} */
    private Duration lag() {
        Duration rests = program.listenerRests();
        return rests.isZero() ? AT_ONCE : rests.multipliedBy(2).plus(program.allAway()).plus(AT_ONCE);
    }

    ChatServer chat() {
        return server;
    }

    Program program() {
        return program;
    }

    /** Its program ends, and a listener that rests hears nothing any more of what was just before. */
    void crashes() {
        program.dies();
        if (!program.listenerRests().isZero()) {
            attendances.isCutOff();
        }
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
        return heard == server.stats().messagesRelayed();
    }

    /** A client says no more than its credit before the listener has heard it. */
    void checkBacklog() {
        long unheard = server.stats().messagesRelayed() - heard;
        world.findings().require(
                unheard <= CHANNEL_CREDIT * world.mostMembers() * (1 + world.scenario().model().rooms()),
                "%s messages wait for the server",
                unheard);
    }

    boolean removes(HonestClient client) {
        return peer(client).filter(peer -> server.remove(peer.id(), "because the campaign says so")).isPresent();
    }

    /** {@return the latest session of a client} */
    Optional<Peer> peer(HonestClient client) {
        return members.values().stream().filter(one -> one.isOf(client) && !replaced.contains(one.peer.id()))
                .map(Membership::peer).findAny();
    }

    Discipline discipline() {
        return discipline;
    }

    /** {@return who is where} */
    Attendances attendances() {
        return attendances;
    }

    /** Who is there as the server shows it is who must be there. */
    void checkPresence() {
        if (program.listenerRests().isZero()
                && !program.wasAway(Duration.ofNanos(1), Attendances.GRACE.multipliedBy(2))) {
            world.rooms().forEach(room -> attendances.check(room, server.room(room).presence()));
        }
    }

    @Override
    public void onJoined(Peer peer, RoomId room) {
        callbacks.during("onJoined", () -> {
            if (!room.equals(RoomId.LOBBY)) {
                enters(peer, room);
                return;
            }
            discipline.joins(peer, joined++);
            world.findings().require(peer.role() == role(peer.name()), "%s has another role", peer);
            HonestClient client = world.clientAt(peer.address()).orElse(null);
            for (Membership before : members.values()) {
                if (before.peer.name().equals(peer.name()) && !replaced.contains(before.peer.id())) {
                    joinsAgain(before, client);
                }
            }
            members.put(peer.id(), new Membership(peer, client));
            attendances.joins(peer, client == null ? peer.id() : Measures.who(peer, client), client);
            if (client != null) {
                client.view().joins();
            }
        });
    }

    // ---- rooms beside the lobby

    private void enters(Peer peer, RoomId room) {
        world.findings().require(members.containsKey(peer.id()), "%s enters %s", peer, room);
        attendances.enters(peer.id(), room);
    }

    /** {@return whether a client is at the server in just those rooms in which it is as far as it knows} */
    boolean isWhereItIs(HonestClient client) {
        Set<RoomId> rooms = Stream.concat(Stream.of(RoomId.LOBBY), client.visits().rooms().stream().map(Room::id))
                .collect(Collectors.toSet());
        return peer(client).map(peer -> attendances.roomsOf(peer.id()).equals(rooms)).orElse(true);
    }

    // ---- in the end

    void checkNothingIsKept() {
        ServerInside.Kept kept = ServerInside.kept(server);
        world.findings().require(
                kept.equals(new ServerInside.Kept(1, 0, 0, discipline.inForce(), new Inside.Kept(0, 0, 0, 0, 0))),
                "all have left, and the server keeps %s, of which %s sanctions", kept, discipline.inForce());
    }

    // ---- the lobby

    /**
     * Its session before is over by the next event, if it is one program's. Two programs may have one name if they have one
     * identity.
     */
    private void joinsAgain(Membership before, @Nullable HonestClient client) {
        String name = before.peer.name();
        if (before.client == client) {
            world.findings().require(world.scenario().hardStart() || world.scenario().renewal().comeBack()
                    || client != null && client.mayHaveBegunAnew(), "%s joined twice", name);
            replaced.add(before.peer.id());
        } else {
            world.findings().require(client != null && before.client != null && client.isLasting()
                    && before.client.isLasting(), "two have the name %s", name);
        }
    }

    @Override
    public void onMessage(Peer from, ChatMessage message) {
        callbacks.during("onMessage", () -> {
            world.findings().require(members.containsKey(from.id()) || mayHaveLeft(from, RoomId.LOBBY),
                    "%s is heard and no member", from.name());
            if (message.room().equals(RoomId.LOBBY)) {
                world.talk().heardByServer(from.name(), message.text());
            } else {
                world.findings().require(
                        attendances.roomsOf(from.id()).contains(message.room()) || mayHaveLeft(from, message.room()),
                        "%s is heard in %s, where it is not", from.name(), message.room());
            }
            world.chronicle().heardByServer(message);
            Membership speaker = members.get(from.id());
            discipline.speaks(from, Optional.ofNullable(speaker).map(Membership::client)
                    .map(client -> Measures.who(from, client)), message, heard++);
            if (world.scenario().manners().throwing() && heard % 5 == 0) {
                throw new OnPurpose();
            }
        });
    }

    /** What is stored before it is relayed may be heard when its author is there no more. */
    private boolean mayHaveLeft(Peer author, RoomId room) {
        return world.scenario().model().stored() && attendances.hasBeenIn(author.id(), room);
    }

    @Override
    public void onLeft(Peer peer, RoomId room, LeaveReason why) {
        callbacks.during("onLeft", () -> {
            if (!room.equals(RoomId.LOBBY)) {
                attendances.exits(peer.id(), room, why);
                return;
            }
            world.findings().require(attendances.roomsOf(peer.id()).equals(Set.of(RoomId.LOBBY)), "%s left, and not %s",
                    peer.name(), attendances.roomsOf(peer.id()));
            Membership ended = members.remove(peer.id());
            attendances.exits(peer.id(), room, why);
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
            case LeaveReason.Left byItself -> client.hasEnded() || client.mayHaveGivenUp()
                    || client.standing().mayHaveLeftSession();
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
        callbacks.during("onDropped", () -> world.findings().require(
                DropsAtServer.areFine(reason, world.scenario()), "the server dropped %s: %s", count, reason));
    }

    @Override
    public void onError(String during, Throwable error) {
        callbacks.during("onError", () -> world.findings().require(
                world.scenario().manners().throwing() && error instanceof OnPurpose
                        || place.mayHaveRefused(Duration.ZERO) && error instanceof IOException,
                "the server: %s in %s", error, during));
    }

    @Override
    public void onClosed(CloseReason why) {
        callbacks.during("onClosed", () -> world.findings().require(
                why instanceof CloseReason.ByApplication && replaced.isEmpty() && members.isEmpty(),
                "the server: %s, %s, %s", why, replaced, members));
        callbacks.end();
    }
}
