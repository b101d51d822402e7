package io.github.udpchat.session.campaign;

import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * How a client stands to the server, as its listener hears, and whether that can be: each loss of a session has a reason that is
 * true, and only those who may come back try to. Owned by one {@link HonestClient}.
 */
final class Standing {

    private final World world;
    private final HonestClient client;
    private boolean wasConnected;
    private boolean connected;
    private @Nullable DisconnectReason why;

    /** How often it has lost a session; in which life of the server it got its latest one. */
    private int losses;
    private int life;

    Standing(World world, HonestClient client) {
        this.world = world;
        this.client = client;
    }

    boolean isConnected() {
        return connected;
    }

    boolean isDisconnected() {
        return why != null;
    }

    boolean wasRemoved() {
        return why instanceof DisconnectReason.Removed;
    }

    int losses() {
        return losses;
    }

    int life() {
        return life;
    }

    private boolean comesBack() {
        return world.scenario().renewal().comeBack();
    }

    /** {@return whether it may have given up its session by itself, and make another one} */
    boolean mayHaveLeftSession() {
        return comesBack() && (!connected || isHeardLate());
    }

    private boolean isHeardLate() {
        return client.hearsLate() || !world.late().isZero();
    }

    // ---- what it hears

    void changes(ConnectionState state) {
        switch (state) {
            case ConnectionState.Connected joined -> joins();
            case ConnectionState.Reconnecting(DisconnectReason reason) -> loses(reason);
            case ConnectionState.Disconnected(DisconnectReason reason) -> ends(reason);
        }
    }

    private void joins() {
        world.findings().require(!connected && why == null, "%s is connected twice", client.name());
        wasConnected = true;
        connected = true;
        life = world.server().lives();
    }

    private void loses(DisconnectReason reason) {
        world.findings().require(comesBack() && wasConnected && why == null, "%s: %s", client.name(), reason);
        world.findings().require(connected ? isLossExplained(reason) : isFailureExplained(reason),
                "%s at %s: %s, connected %s", client.name(), world.net().now(), reason, connected);
        losses += connected ? 1 : 0;
        connected = false;
    }

    private void ends(DisconnectReason reason) {
        world.findings().require(why == null, "%s: %s after %s", client.name(), reason, why);
        world.findings().require(isEndExplained(reason), "%s at %s: %s", client.name(), world.net().now(), reason);
        connected = false;
        why = reason;
    }

    // ---- whether that can be

    private boolean isLossExplained(DisconnectReason reason) {
        HonestServer server = world.server();
        return switch (reason) {
            case DisconnectReason.Silence silence -> isSessionGone() || world.isSilenceExplained(
                    server.address(), server.program(), client.client().localAddress(), client.program());
            case DisconnectReason.ServerRestarted restarted -> isSessionGone();
            case DisconnectReason.ServerClosed closed -> server.closings() > 0;
            case DisconnectReason.TooSlow slow -> isSessionGone();
            default -> false;
        };
    }

    /**
     * {@return whether the server does not know the session any more, or may not} Its listener may have heard that before the client
     * heard of the session at all.
     */
    private boolean isSessionGone() {
        HonestServer server = world.server();
        return server.lives() > life || !server.hasSessionOf(client) || mayBeUnheard()
                || (server.lives() > 1 || server.leavings(client) > 0) && isHeardLate();
    }

    /** Whether the server's listener rests, and the server has no session of that name, or the next one of a client that hears late. */
    private boolean mayBeUnheard() {
        HonestServer server = world.server();
        return !server.program().listenerRests().isZero() && (!client.program().listenerRests().isZero()
                || server.chat().peers().stream().noneMatch(peer -> peer.name().equals(client.name())));
    }

    private boolean isFailureExplained(DisconnectReason reason) {
        return world.mayTriesFail() && switch (reason) {
            case DisconnectReason.TimedOut late -> true;
            case DisconnectReason.ServerRestarted restarted -> true;
            case DisconnectReason.Silence silence -> true;
            case DisconnectReason.ServerClosed closed -> world.server().closings() > 0;
            case DisconnectReason.Refused(DropReason refusal, String text) -> refusal == DropReason.ADMISSION_FAILED;
            default -> false;
        };
    }

    private boolean isEndExplained(DisconnectReason reason) {
        if (!wasConnected) {
            return world.scenario().hardStart() || world.mayTriesFail();
        }
        return switch (reason) {
            case DisconnectReason.Removed removed -> true;
            case DisconnectReason.Refused(DropReason refusal, String text) when refusal == DropReason.BANNED ->
                comesBack() && world.server().hasRemoved(client);
            case DisconnectReason.Silence silence -> !comesBack() && isLossExplained(reason);
            default -> !comesBack();
        };
    }

    /** In the end: its last reason is what the server says too. */
    void check() {
        world.findings().require(why == null || !wasConnected || isTrue(why), "%s: %s, but the server says otherwise",
                client.name(), why);
    }

    private boolean isTrue(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Silence silence -> true;
            case DisconnectReason.ServerRestarted restarted -> world.server().leavings(client) > 0;
            case DisconnectReason.TooSlow slow -> world.server().leavings(client) > 0;
            case DisconnectReason.Removed removed -> world.server().hasRemoved(client);
            case DisconnectReason.Refused refused -> world.server().hasRemoved(client);
            default -> false;
        };
    }
}
