package io.github.udpchat.session.campaign;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;

/**
 * A second server of the same identity, with one client of its own; and somebody who copies to each of the two what the clients
 * of the other one send. Nothing comes of that: PROTOCOL.md, section 2.7. Owned by one {@link CampaignRun}.
 */
final class Twin implements ChatClientListener {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", ChatServer.DEFAULT_PORT + 1);
    private static final InetSocketAddress COPIER = new InetSocketAddress(World.hostile(8), 4_000);
    private static final int COPIED_ONE_IN = 6;
    private static final String NAME = "t0";

    private final World world;
    private final ChatServer server;
    private final DatagramTransport copier;
    private final List<CompletableFuture<Delivery>> said = new ArrayList<>();
    private final InstalledRule tap;
    private ChatClient client;
    private int losses;

    /** Begins. */
    Twin(World world) throws ConnectFailedException {
        this.world = world;
        this.server = ChatServer.builder().network(new Program(world.net(), Duration.ZERO)).bind(ADDRESS)
                .identity(HonestServer.IDENTITY).resets(false).start();
        try {
            this.copier = world.net().open(new Binding(COPIER, 1_200, "copier"));
        } catch (BindException taken) {
            throw new AssertionError(taken);
        }
        this.tap = world.net().rule(this::copies);
        this.client = ChatClient.builder().network(new Program(world.net(), Duration.ZERO)).server(ADDRESS).name(NAME)
                .listener(this).connect();
    }

    static boolean isAt(InetSocketAddress address) {
        return address.equals(ADDRESS);
    }

    private Verdict copies(Transit transit, RandomGenerator random) {
        boolean toOne = transit.to().equals(world.server().address());
        boolean toOther = isAt(transit.to());
        if (isAt(transit.from())) {
            speaks(transit);
        }
        if ((toOne || toOther) && !HostilePeer.isAt(transit.from()) && random.nextInt(COPIED_ONE_IN) == 0) {
            copier.send(toOne ? ADDRESS : world.server().address(), transit.datagram().asByteBuffer());
            copier.flush();
        }
        return new Verdict.Pass();
    }

    /** Anybody may have a cookie, or hear which versions there are. */
    private void speaks(Transit transit) {
        PacketType type = OnTheWire.type(transit.datagram().asByteBuffer());
        boolean toStranger = HostilePeer.isAt(transit.to());
        world.findings().require(type != PacketType.RESET && (!toStranger || type != PacketType.DATA
                && type != PacketType.ACCEPT), "the twin sends %s to %s", type, transit.to());
    }

    /** Its client says something. */
    void talks() {
        said.add(client.lobby().send("twin " + said.size()));
    }

    /** Ends: only its own client was there, and has lost its session, if ever, for no copied packet. */
    void ends() {
        Findings findings = world.findings();
        findings.require(said.stream().allMatch(CompletableFuture::isDone), "the twin's client waits");
        findings.require(losses > 0 || said.stream().allMatch(one -> one.join() instanceof Delivery.Relayed),
                "the twin's client has not lost its session, but what it said");
        findings.require(server.peers().stream().map(Peer::name).toList().equals(List.of(NAME)),
                "at the twin are %s", server.peers());
        findings.require(server.stats().joins() <= losses + 1, "%s joins at the twin, %s losses",
                server.stats().joins(), losses);
        tap.remove();
        client.close();
        server.close();
        copier.close();
    }

    @Override
    public void onMessage(ChatMessage message) {
        world.findings().add("the twin's client heard %s", Talk.key(message.text()));
    }

    @Override
    public void onConnection(ConnectionState state) {
        switch (state) {
            case ConnectionState.Connected joined -> {
                // As it should be.
            }
            case ConnectionState.Reconnecting(DisconnectReason why) -> {
                losses++;
                world.findings().require(why instanceof DisconnectReason.Silence
                        || why instanceof DisconnectReason.TimedOut, "the twin's client: %s", why);
            }
            case ConnectionState.Disconnected(DisconnectReason why) -> world.findings()
                    .add("the twin's client is disconnected: %s", why);
        }
    }
}
