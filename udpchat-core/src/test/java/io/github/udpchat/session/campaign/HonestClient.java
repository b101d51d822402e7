package io.github.udpchat.session.campaign;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
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
    private @Nullable ChatClient client;
    private @Nullable DisconnectReason why;
    private long lastOffset = -1;
    private int heard;
    private int hosts;
    private boolean connected;
    private boolean leaves;

    HonestClient(World world, int index, Program program) {
        this.world = world;
        this.index = index;
        this.name = "c" + index;
        this.program = program;
        this.throwing = world.scenario().manners().throwing() && index % 3 == 0;
        this.callbacks = new Callbacks(name, program, world.findings());
        this.view = world.talk().new View(name);
    }

    /** Becomes a member, unless bad links keep it from that. */
    void connect() {
        try {
            client = ChatClient.builder().protocol(Protocol.SESSION).network(program).name(name).listener(this)
                    .reconnect(ReconnectPolicy.never()).connect();
        } catch (ConnectFailedException failed) {
            leaves = true;
            world.findings().require(world.scenario().hardStart(), "%s could not connect: %s", name, failed);
        }
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

    /** {@return whether it is no member any more, or wants to be none} */
    boolean hasEnded() {
        return leaves || why != null;
    }

    /** {@return whether it has heard that the server has removed it} */
    boolean wasRemoved() {
        return why instanceof DisconnectReason.Removed;
    }

    // ---- what it says

    void says(int length) {
        Saying saying = new Saying(world, this, world.talk().next(name, length));
        sayings.add(saying);
        client().lobby().send(saying.text()).thenAccept(saying::ends);
    }

    /** A message was relayed, at that offset. */
    void relayed(Saying saying, long offset) {
        world.findings().require(offset > lastOffset, "%s: %s after %s", saying.key(), offset, lastOffset);
        lastOffset = offset;
    }

    boolean isWaiting() {
        return sayings.stream().anyMatch(Saying::isOpen);
    }

    /** {@return how many bytes wait for an outcome, and how many messages} */
    Saying.Open open() {
        return Saying.open(sayings);
    }

    /** Everything that was said has an outcome, the outcome is true, and so is the reason of the end. */
    void checkOutcomes() {
        sayings.forEach(Saying::check);
        view.checkAllJudged();
        world.findings().require(why == null || !connected || isTrue(why), "%s: %s, but the server says otherwise",
                name,
                why);
    }

    private boolean isTrue(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Silence(Duration limit) -> true;
            case DisconnectReason.ServerRestarted restarted -> world.server().hasEnded(name);
            case DisconnectReason.TooSlow tooSlow -> world.server().hasEnded(name);
            case DisconnectReason.Removed removed -> world.server().hasRemoved(name);
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

    /** Leaves. */
    void leaves() {
        leaves = true;
        if (client != null) {
            client.close();
        }
    }

    /** It must have heard of its own end by now. */
    void checkClosed() {
        world.findings().require(client == null || callbacks.areOver(), "%s did not hear onClosed", name);
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
                case ConnectionState.Connected joined -> connected = true;
                case ConnectionState.Reconnecting(DisconnectReason reason) -> throw new AssertionError(reason);
                case ConnectionState.Disconnected(DisconnectReason reason) -> disconnected(reason);
            }
        });
    }

    private void disconnected(DisconnectReason reason) {
        world.findings().require(why == null, "%s: %s after %s", name, reason, why);
        why = reason;
        boolean explained = !connected ? world.scenario().hardStart()
                : !(reason instanceof DisconnectReason.Silence) || world.server().hasEnded(name)
                        || world.isSilenceExplained(
                                world.server().address(), world.server().program(), client().localAddress(), program);
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
                        || hasEnded() || leaves;
            case NOT_AUTHENTIC, EMPTY, HANDSHAKE_FAILED, WRONG_SERVER_KEY -> links.damage();
            case REPLAYED -> links.repeat() || links.damage();
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
