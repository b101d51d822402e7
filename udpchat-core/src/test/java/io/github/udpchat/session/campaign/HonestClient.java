package io.github.udpchat.session.campaign;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Identity;
import io.github.udpchat.Room;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** A client that keeps to the protocol, and what it says; what it hears is its {@link Hearing}. Owned by one {@link World}. */
final class HonestClient {

    private final World world;
    private final int index;
    private final String name;
    private final Program program;
    private final Hearing hearing;
    private final Talk.View view;
    private final Standing standing;
    private final List<Spoken<?>> spoken = new ArrayList<>();
    private final Map<RoomId, Position> lastRelayed = new HashMap<>();
    private final Visits visits;
    private final boolean lasting;
    private @Nullable ChatClient client;
    private int hosts;
    private boolean leaves;

    HonestClient(World world, int index, Program program) {
        this.world = world;
        this.index = index;
        this.name = "c" + index;
        this.program = program;
        this.lasting = world.scenario().renewal().deaths().stream()
                .anyMatch(death -> death.client() == index && death.lasting())
                || world.scenario().model().hits(Model.Kind.BAN, index);
        this.view = world.talk().new View(name);
        this.standing = new Standing(world, this);
        this.visits = new Visits(world, this);
        this.hearing = new Hearing(world, this);
    }

    /** Becomes a member, unless bad links keep it from that, or somebody who has its name; returns whether it is one. */
    boolean connect() {
        boolean comesBack = world.scenario().renewal().comeBack();
        ChatClientBuilder builder = ChatClient.builder().network(program).name(name).listener(hearing)
                .recall(world.scenario().model().recall())
                .reconnect(comesBack ? ReconnectPolicy.defaults() : ReconnectPolicy.never());
        if (lasting) {
            byte[] secret = new byte[Identity.SECRET_BYTES];
            secret[0] = (byte) (index + 1);
            builder.identity(Identity.of(secret));
        }
        try {
            client = builder.connect();
            return true;
        } catch (ConnectFailedException failed) {
            leaves = true;
            boolean nameTaken = failed.reason() instanceof DisconnectReason.Refused(DropReason reason, String text)
                    && reason == DropReason.NAME_TAKEN;
            world.findings().require(nameTaken ? !lasting && world.isNameTaken(this)
                    : world.scenario().hardStart() || world.mayTriesFail(), "%s could not connect: %s", name, failed);
            return false;
        }
    }

    /**
     * Whether it may have got another session before it was a member: it came over bad links, so that WELCOME may have taken too
     * long, and it began anew (PROTOCOL.md, section 2.5, what a client does, step 3). A server whose listener is late hears of
     * that when it may be a member.
     */
    boolean mayHaveBegunAnew() {
        HonestServer server = world.server();
        boolean hearsLate = !server.hearsAtOnce() || !server.allAway().isZero();
        return world.isSuccessor(this) && (client == null || hearsLate);
    }

    /** {@return whether it may have failed to become a member, and its application not know so yet, since its listener rests} */
    boolean mayHaveGivenUp() {
        return client == null && !program.listenerRests().isZero();
    }

    int index() {
        return index;
    }

    boolean isLasting() {
        return lasting;
    }

    String name() {
        return name;
    }

    Program program() {
        return program;
    }

    Talk.View view() {
        return view;
    }

    Visits visits() {
        return visits;
    }

    /** {@return whom it sees} */
    Sight sight() {
        return hearing.sight();
    }

    Standing standing() {
        return standing;
    }

    ChatClient client() {
        return Objects.requireNonNull(client, "a client that is connected");
    }

    /** {@return whether it has become a member, is one still as far as it knows, and runs} */
    boolean isLive() {
        return isConnected() && !hasEnded() && !program.isStopped();
    }

    /** {@return whether it is a member as far as it knows} */
    boolean isConnected() {
        return standing.isConnected() && client != null;
    }

    /** {@return whether it is no member any more and will be none, or wants to be none} */
    boolean hasEnded() {
        return leaves || standing.isDisconnected() || isDead();
    }

    boolean isDead() {
        return program.isDead();
    }

    /** {@return whether it is a member, or has ended} */
    boolean isBack() {
        return standing.isConnected() || hasEnded();
    }

    /** {@return whether its listener hears some things later than they happen} */
    boolean hearsLate() {
        return !program.listenerRests().isZero() || !program.allAway().isZero();
    }

    /** {@return the server's life in which it got its latest session} */
    int life() {
        return standing.life();
    }

    /** {@return how often it has lost a session} */
    int losses() {
        return standing.losses();
    }

    /** {@return whether it has heard that the server has removed it} */
    boolean wasRemoved() {
        return standing.wasRemoved();
    }

    // ---- what it says

    void says(int length) {
        says(client().lobby(), length);
    }

    void says(Room room, int length) {
        Saying saying = new Saying(world, this, room.id(), world.talk().next(name, view, length));
        spoken.add(saying);
        world.chronicle().isSaid(room.id(), saying.text());
        room.send(saying.text()).thenAccept(saying::ends);
    }

    /** Says something to one person alone, of whom it knows for sure now, or not. */
    void whispers(Participant to, boolean sure, int length) {
        Whisper whisper = new Whisper(world, this, to, sure, world.talk().next(name, view, length));
        spoken.add(whisper);
        world.asides().isSaid(whisper);
        client().direct(to.id(), whisper.text()).thenAccept(whisper::ends);
    }

    /** Leaves a room, and with it what it knows of that. */
    void forgets(RoomId room) {
        hearing.leaves(room);
    }

    /** {@return whether it is in a room, and the server knows so, and it runs} */
    boolean isIn(RoomId room) {
        return isLive() && world.server().isMember(this) && (room.equals(RoomId.LOBBY) || visits.isIn(room));
    }

    /** A message was relayed, there. */
    void relayed(Saying saying, Position at) {
        world.findings().requireRising(lastRelayed.put(saying.room(), at), at, saying.key());
    }

    boolean isWaiting() {
        return !isDead() && (spoken.stream().anyMatch(Spoken::isOpen) || isLive() && visits.isWaiting());
    }

    /** {@return how many bytes wait for an outcome, and how many messages} */
    Spoken.Open open() {
        return Spoken.open(spoken);
    }

    /** Everything that was said has an outcome, the outcome is true, and so is the reason of the end. */
    void checkOutcomes() {
        spoken.forEach(Spoken::check);
        view.checkAllJudged();
        hearing.sight().check();
        standing.check();
    }

    /** Gets another address, and does not know. */
    void moves(boolean sameHost) {
        InetSocketAddress old = client().localAddress();
        InetAddress host = sameHost ? old.getAddress() : World.host(++hosts, index);
        program.move(new InetSocketAddress(host, 0));
        world.homes().moved(old, client().localAddress());
    }

    /** Its program ends without a word. */
    void dies() {
        program.dies();
    }

    /** Leaves. */
    void leaves() {
        leaves = true;
        if (client != null && !isDead()) {
            client.close();
        }
    }

    /** It must have heard of its own end by now. */
    void checkClosed() {
        world.findings().require(client == null || isDead() || hearing.isOver(), "%s did not hear onClosed", name);
    }
}
