package io.github.udpchat.session.campaign;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Identity;
import io.github.udpchat.Room;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** A client that keeps to the protocol, what it says and what it hears. Owned by one {@link World}. */
final class HonestClient implements ChatClientListener {

    private static final int ANSWER_BYTES = 80;

    private final World world;
    private final int index;
    private final String name;
    private final Program program;
    private final boolean throwing;
    private final Callbacks callbacks;
    private final Talk.View view;
    private final Standing standing;
    private final List<Saying> sayings = new ArrayList<>();
    private final Map<RoomId, Reader> readers = new LinkedHashMap<>();
    private final Map<RoomId, Position> lastRelayed = new HashMap<>();
    private final Visits visits;
    private final boolean lasting;
    private @Nullable ChatClient client;
    private int heard;
    private int heardOld;
    private int hosts;
    private boolean leaves;

    HonestClient(World world, int index, Program program) {
        this.world = world;
        this.index = index;
        this.name = "c" + index;
        this.program = program;
        this.throwing = world.scenario().manners().throwing() && index % 3 == 0;
        this.lasting = world.scenario().renewal().deaths().stream()
                .anyMatch(death -> death.client() == index && death.lasting())
                || world.scenario().model().hits(Model.Kind.BAN, index);
        this.callbacks = new Callbacks(name, program, world.findings());
        this.view = world.talk().new View(name);
        this.standing = new Standing(world, this);
        this.visits = new Visits(world, this);
    }

    /** Becomes a member, unless bad links keep it from that, or somebody who has its name; returns whether it is one. */
    boolean connect() {
        boolean comesBack = world.scenario().renewal().comeBack();
        ChatClientBuilder builder = ChatClient.builder().network(program).name(name).listener(this)
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

    /** {@return what it hears of a room} */
    private Reader reader(RoomId room) {
        return readers.computeIfAbsent(room, id -> world.chronicle().reader(id, this, world));
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
        sayings.add(saying);
        world.chronicle().isSaid(room.id(), saying.text());
        room.send(saying.text()).thenAccept(saying::ends);
    }

    /** Leaves a room, and with it what it knows of that. */
    void forgets(RoomId room) {
        reader(room).leaves();
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
        return !isDead() && (sayings.stream().anyMatch(Saying::isOpen) || isLive() && visits.isWaiting());
    }

    /** {@return how many bytes wait for an outcome, and how many messages} */
    Saying.Open open() {
        return Saying.open(sayings);
    }

    /** Everything that was said has an outcome, the outcome is true, and so is the reason of the end. */
    void checkOutcomes() {
        sayings.forEach(Saying::check);
        view.checkAllJudged();
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
        world.findings().require(client == null || isDead() || callbacks.areOver(), "%s did not hear onClosed", name);
    }

    // ---- what it hears

    @Override
    public void onMessage(ChatMessage message) {
        callbacks.during("onMessage", () -> {
            heard++;
            if (message.room().equals(RoomId.LOBBY)) {
                view.hears(message.author().orElse("nobody"), message.text());
            }
            reader(message.room()).hears(message, false);
            if (world.scenario().manners().answering() && heard % 16 == 0 && isLive()
                    && world.maySay(ANSWER_BYTES)) {
                says(ANSWER_BYTES);
            }
            throwsOnPurpose(heard);
        });
    }

    private void throwsOnPurpose(int calls) {
        if (throwing && calls % 3 == 0) {
            throw new OnPurpose();
        }
    }

    @Override
    public void onRecall(RoomId room, Recall recall) {
        callbacks.during("onRecall", () -> reader(room).recalled(recall));
    }

    @Override
    public void onHistory(ChatMessage message) {
        callbacks.during("onHistory", () -> {
            heardOld++;
            reader(message.room()).hears(message, true);
            throwsOnPurpose(heardOld);
        });
    }

    @Override
    public void onExpelled(RoomId room, DropReason why) {
        callbacks.during("onExpelled", () -> visits.isExpelled(room, why));
    }

    @Override
    public void onConnection(ConnectionState state) {
        callbacks.during("onConnection", () -> {
            standing.changes(state);
            if (!standing.isConnected()) {
                readers.values().forEach(Reader::interrupted);
            }
        });
    }

    @Override
    public void onError(String during, Throwable error) {
        callbacks.during("onError", () -> world.findings().require(throwing && error instanceof OnPurpose,
                "%s: %s in %s", name, error, during));
    }

    @Override
    public void onDropped(DropReason reason, long count) {
        callbacks.during("onDropped",
                () -> world.findings().require(DropsAtClient.areFine(reason, world, hasEnded()), "%s dropped %s: %s",
                        name, count,
                        reason));
    }

    @Override
    public void onClosed(CloseReason reason) {
        callbacks.during("onClosed", () -> world.findings().require(reason instanceof CloseReason.ByApplication,
                "%s: %s", name, reason));
        callbacks.end();
    }
}
