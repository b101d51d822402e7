package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Protocol;
import org.jspecify.annotations.Nullable;

/** A client that keeps to the protocol, what it says and what it hears. Owned by one {@link CampaignRun}. */
final class HonestClient implements ChatClientListener {

    private final CampaignRun run;
    private final String name;
    private final boolean throwing;
    private final Talk.View view;
    private final List<Saying> sayings = new ArrayList<>();
    private final Set<Long> offsets = new HashSet<>();
    private @Nullable ChatClient client;
    private long lastOffset = -1;
    private int pending;
    private int heard;
    private boolean connected;
    private boolean ended;
    private boolean closed;

    /** What was said, and what became of it. */
    private static final class Saying {

        private final String text;
        private @Nullable Delivery outcome;

        Saying(String text) {
            this.text = text;
        }
    }

    HonestClient(CampaignRun run, String name, boolean throwing) {
        this.run = run;
        this.name = name;
        this.throwing = throwing;
        this.view = run.talk().new View(name);
    }

    /** Becomes a member, unless bad links keep it from that. */
    void connect() {
        try {
            client = ChatClient.builder().protocol(Protocol.SESSION).network(run.net()).name(name).listener(this)
                    .connect();
        } catch (ConnectFailedException failed) {
            ended = true;
            run.findings().require(run.scenario().hardStart(), "%s could not connect: %s", name, failed);
        }
    }

    String name() {
        return name;
    }

    Talk.View view() {
        return view;
    }

    ChatClient client() {
        return Objects.requireNonNull(client, "a client that is connected");
    }

    /** {@return whether it has become a member and is one still, as far as it knows} */
    boolean isLive() {
        return connected && !ended && client != null;
    }

    boolean hasEnded() {
        return ended;
    }

    int heard() {
        return heard;
    }

    // ---- what it says

    void says(int length) {
        Saying saying = new Saying(run.talk().next(name, length));
        sayings.add(saying);
        pending++;
        client().lobby().send(saying.text).thenAccept(outcome -> outcome(saying, outcome));
    }

    private void outcome(Saying saying, Delivery outcome) {
        run.findings().require(saying.outcome == null, "%s has two outcomes", Talk.key(saying.text));
        saying.outcome = outcome;
        pending--;
        switch (outcome) {
            case Delivery.Relayed relayed -> relayed(saying, relayed);
            case Delivery.Refused(DropReason why) -> run.findings().require(
                    why == DropReason.QUEUE_FULL || ended && (why == DropReason.NOT_CONNECTED
                            || why == DropReason.CLOSED) || !connected,
                    "%s was refused: %s", Talk.key(saying.text), why);
            case Delivery.Unconfirmed(Delivery.Cause cause) -> run.findings().require(
                    cause == Delivery.Cause.SESSION_LOST, "%s is %s", Talk.key(saying.text), cause);
        }
    }

    private void relayed(Saying saying, Delivery.Relayed relayed) {
        long offset = relayed.at().offset();
        run.findings().require(run.talk().isAt(saying.text, offset), "%s was relayed as %s, but is not there",
                Talk.key(saying.text), offset);
        run.findings().require(offset > lastOffset && offsets.add(offset), "%s: %s after %s", Talk.key(saying.text),
                offset, lastOffset);
        run.findings().require(relayed.recipients() < run.mostMembers(), "%s reached %s", Talk.key(saying.text),
                relayed.recipients());
        lastOffset = offset;
    }

    boolean isWaiting() {
        return pending > 0;
    }

    /** Everything that was said has an outcome, and the outcome is true. */
    void checkOutcomes() {
        for (Saying saying : sayings) {
            run.findings().require(saying.outcome != null, "%s has no outcome", Talk.key(saying.text));
            run.findings().require(!(saying.outcome instanceof Delivery.Refused)
                    || !run.talk().hasServerHeard(saying.text), "%s was refused and heard", Talk.key(saying.text));
        }
    }

    /** Leaves. */
    void leaves() {
        ended = true;
        if (client != null) {
            client.close();
            run.findings().require(closed, "%s did not hear onClosed", name);
        }
    }

    // ---- what it hears

    @Override
    public void onMessage(ChatMessage message) {
        live("onMessage");
        heard++;
        view.hears(message.author().orElse("nobody"), message.text());
        if (throwing && heard % 3 == 0) {
            throw new IllegalStateException("thrown by a listener, on purpose");
        }
    }

    private void live(String call) {
        run.findings().require(!closed, "%s: %s after onClosed", name, call);
    }

    @Override
    public void onConnection(ConnectionState state) {
        live("onConnection");
        switch (state) {
            case ConnectionState.Connecting connecting -> {
                // It will be.
            }
            case ConnectionState.Connected joined -> connected = true;
            case ConnectionState.Disconnected(DisconnectReason why) -> {
                run.findings().require(connected ? isExplained(why) : run.scenario().hardStart(),
                        "%s at %s: %s", name, run.net().now(), why);
                ended = true;
            }
        }
    }

    private boolean isExplained(DisconnectReason why) {
        return switch (why) {
            case DisconnectReason.Silence(Duration limit) -> run.server().hasEnded(name)
                    || run.isSilenceExplained(run.server().address(), client().localAddress());
            case DisconnectReason.ServerRestarted restarted -> run.server().hasEnded(name);
            case DisconnectReason.TooSlow tooSlow -> run.server().hasEnded(name);
            case DisconnectReason.Removed removed -> run.server().hasRemoved(name);
            default -> false;
        };
    }

    @Override
    public void onError(String during, Throwable error) {
        live("onError");
        run.findings().require(throwing && error.getMessage().endsWith("on purpose"), "%s: %s in %s", name, error,
                during);
    }

    @Override
    public void onDropped(DropReason reason, long count) {
        live("onDropped");
        run.findings().require(reason != DropReason.INTERNAL_ERROR && reason != DropReason.PROTOCOL_VIOLATION
                && reason != DropReason.LISTENER_BEHIND, "%s dropped %s: %s", name, count, reason);
    }

    @Override
    public void onClosed(CloseReason why) {
        live("onClosed");
        run.findings().require(why instanceof CloseReason.ByApplication, "%s: %s", name, why);
        closed = true;
    }
}
