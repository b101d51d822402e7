package io.github.udpchat.session.campaign;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Identity;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.ReconnectPolicy;
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
    private final List<Saying> sayings = new ArrayList<>();
    private final boolean lasting;
    private @Nullable ChatClient client;
    private @Nullable DisconnectReason why;
    private long epoch;
    private long lastOffset = -1;
    private int heard;
    private int hosts;
    private boolean wasConnected;
    private boolean connected;
    private boolean leaves;

    /** How often it has lost a session; in which life of the server it got its present one, after how many ends of others. */
    private int losses;
    private int life;
    private int leavings;

    HonestClient(World world, int index, Program program) {
        this.world = world;
        this.index = index;
        this.name = "c" + index;
        this.program = program;
        this.throwing = world.scenario().manners().throwing() && index % 3 == 0;
        this.lasting = world.scenario().renewal().deaths().stream()
                .anyMatch(death -> death.client() == index && death.lasting());
        this.callbacks = new Callbacks(name, program, world.findings());
        this.view = world.talk().new View(name);
    }

    /** Becomes a member, unless bad links keep it from that, or somebody who has its name. */
    void connect() {
        ChatClientBuilder builder = ChatClient.builder().protocol(Protocol.SESSION).network(program).name(name)
                .listener(this)
                .reconnect(comesBack() ? ReconnectPolicy.defaults() : ReconnectPolicy.never());
        if (lasting) {
            byte[] secret = new byte[Identity.SECRET_BYTES];
            secret[0] = (byte) (index + 1);
            builder.identity(Identity.of(secret));
        }
        try {
            client = builder.connect();
        } catch (ConnectFailedException failed) {
            leaves = true;
            boolean nameTaken = failed.reason() instanceof DisconnectReason.Refused(DropReason reason, String text)
                    && reason == DropReason.NAME_TAKEN;
            world.findings().require(nameTaken ? !lasting && world.isNameTaken(this)
                    : world.scenario().hardStart() || world.mayTriesFail(), "%s could not connect: %s", name, failed);
        }
    }

    private boolean comesBack() {
        return world.scenario().renewal().comeBack();
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

    ChatClient client() {
        return Objects.requireNonNull(client, "a client that is connected");
    }

    /** {@return whether it has become a member, is one still as far as it knows, and runs} */
    boolean isLive() {
        return connected && !hasEnded() && client != null && !program.isStopped();
    }

    /** {@return whether it is a member as far as it knows} */
    boolean isConnected() {
        return connected && client != null;
    }

    /** {@return whether it is no member any more and will be none, or wants to be none} */
    boolean hasEnded() {
        return leaves || why != null || isDead();
    }

    boolean isDead() {
        return program.isDead();
    }

    /** {@return whether it is a member, or has ended} */
    boolean isBack() {
        return connected || hasEnded();
    }

    /** {@return whether its listener hears some things later than they happen} */
    boolean hearsLate() {
        return !program.listenerRests().isZero() || !program.allAway().isZero();
    }

    /** {@return the server's life in which it got its latest session} */
    int life() {
        return life;
    }

    /** {@return how often it has lost a session} */
    int losses() {
        return losses;
    }

    /** {@return whether it may have given up its session by itself, and make another one} */
    boolean mayHaveLeftSession() {
        return comesBack() && (!connected || hearsLate() || !world.late().isZero());
    }

    /** {@return whether it has heard that the server has removed it} */
    boolean wasRemoved() {
        return why instanceof DisconnectReason.Removed;
    }

    // ---- what it says

    void says(int length) {
        Saying saying = new Saying(world, this, world.talk().next(name, view, length));
        sayings.add(saying);
        client().lobby().send(saying.text()).thenAccept(saying::ends);
    }

    /** A message was relayed, there. */
    void relayed(Saying saying, Position at) {
        world.findings().require(at.epoch() != epoch || at.offset() > lastOffset, "%s: %s after %s", saying.key(),
                at.offset(), lastOffset);
        epoch = at.epoch();
        lastOffset = at.offset();
    }

    boolean isWaiting() {
        return !isDead() && sayings.stream().anyMatch(Saying::isOpen);
    }

    /** {@return how many bytes wait for an outcome, and how many messages} */
    Saying.Open open() {
        return Saying.open(sayings);
    }

    /** Everything that was said has an outcome, the outcome is true, and so is the reason of the end. */
    void checkOutcomes() {
        sayings.forEach(Saying::check);
        view.checkAllJudged();
        world.findings().require(why == null || !wasConnected || isTrue(why), "%s: %s, but the server says otherwise",
                name,
                why);
    }

    private boolean isTrue(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Silence(Duration limit) -> true;
            case DisconnectReason.ServerRestarted restarted -> world.server().leavings(this) > 0;
            case DisconnectReason.TooSlow tooSlow -> world.server().leavings(this) > 0;
            case DisconnectReason.Removed removed -> world.server().hasRemoved(this);
            default -> false;
        };
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
            view.hears(message.author().orElse("nobody"), message.text());
            if (world.scenario().manners().answering() && heard % 16 == 0 && isLive()
                    && world.maySay(ANSWER_BYTES)) {
                says(ANSWER_BYTES);
            }
            if (throwing && heard % 3 == 0) {
                throw new OnPurpose();
            }
        });
    }

    @Override
    public void onConnection(ConnectionState state) {
        callbacks.during("onConnection", () -> {
            switch (state) {
                case ConnectionState.Connected joined -> joins();
                case ConnectionState.Reconnecting(DisconnectReason reason) -> loses(reason);
                case ConnectionState.Disconnected(DisconnectReason reason) -> disconnected(reason);
            }
        });
    }

    private void joins() {
        world.findings().require(!connected && why == null, "%s is connected twice", name);
        wasConnected = true;
        connected = true;
        life = world.server().lives();
        leavings = world.server().leavings(this);
    }

    private void loses(DisconnectReason reason) {
        world.findings().require(comesBack() && wasConnected && why == null, "%s: %s", name, reason);
        boolean explained = connected ? isLossExplained(reason) : isFailureExplained(reason);
        world.findings().require(explained, "%s at %s: %s, connected %s", name, world.net().now(), reason, connected);
        losses += connected ? 1 : 0;
        connected = false;
    }

    private boolean isLossExplained(DisconnectReason reason) {
        HonestServer server = world.server();
        return switch (reason) {
            case DisconnectReason.Silence(Duration limit) -> isSessionGone() || world.isSilenceExplained(
                    server.address(), server.program(), client().localAddress(), program);
            case DisconnectReason.ServerRestarted restarted -> isSessionGone();
            case DisconnectReason.ServerClosed closed -> server.closings() > 0;
            case DisconnectReason.TooSlow slow -> server.leavings(this) > 0;
            default -> false;
        };
    }

    /** {@return whether the server does not know the session any more, or may not} */
    private boolean isSessionGone() {
        HonestServer server = world.server();
        return server.lives() > life || server.leavings(this) > leavings
                || (server.lives() > 1 || server.leavings(this) > 0) && (hearsLate() || !world.late().isZero());
    }

    private boolean isFailureExplained(DisconnectReason reason) {
        return world.mayTriesFail() && switch (reason) {
            case DisconnectReason.TimedOut(Duration limit) -> true;
            case DisconnectReason.ServerRestarted restarted -> true;
            case DisconnectReason.Silence(Duration limit) -> true;
            case DisconnectReason.ServerClosed closed -> world.server().closings() > 0;
            case DisconnectReason.Refused(DropReason why, String text) -> why == DropReason.ADMISSION_FAILED;
            default -> false;
        };
    }

    private void disconnected(DisconnectReason reason) {
        world.findings().require(why == null, "%s: %s after %s", name, reason, why);
        boolean explained = !wasConnected ? world.scenario().hardStart() || world.mayTriesFail()
                : comesBack() ? reason instanceof DisconnectReason.Removed
                        : !(reason instanceof DisconnectReason.Silence) || isLossExplained(reason);
        why = reason;
        world.findings().require(explained, "%s at %s: %s", name, world.net().now(), reason);
    }

    @Override
    public void onError(String during, Throwable error) {
        callbacks.during("onError", () -> world.findings().require(throwing && error instanceof OnPurpose,
                "%s: %s in %s", name, error, during));
    }

    @Override
    public void onDropped(DropReason reason, long count) {
        callbacks.during("onDropped", () -> world.findings().require(isFine(reason), "%s dropped %s: %s", name, count,
                reason));
    }

    private boolean isFine(DropReason reason) {
        Scenario.Links links = world.scenario().links();
        return switch (reason) {
            case MALFORMED, UNEXPECTED, UNKNOWN_SESSION ->
                links.damage() || links.repeat() || world.scenario().hardStart()
                        || hasEnded() || comesBack();
            case NOT_AUTHENTIC, EMPTY, HANDSHAKE_FAILED, WRONG_SERVER_KEY -> links.damage();
            case REPLAYED -> links.repeat() || links.damage() || world.server().lives() > 1
                    || world.server().isDown();
            case NOT_FROM_SERVER -> !world.scenario().hostile().isEmpty();
            default -> false;
        };
    }

    @Override
    public void onClosed(CloseReason reason) {
        callbacks.during("onClosed", () -> world.findings().require(reason instanceof CloseReason.ByApplication,
                "%s: %s", name, reason));
        callbacks.end();
    }
}
