package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The server removes a client: says so three times within 2 s, unless the client answers, which it does at once and for good
 * (PROTOCOL.md, section 2.11). Owned by one {@link CampaignRun}.
 */
final class Farewell {

    /** After that all is said. */
    static final Duration LENGTH = Duration.ofSeconds(2);

    private static final int TIMES = 3;

    /** Jitter and reordering of a scenario, together. */
    private static final Duration LONGEST_WAY = Duration.ofMillis(400);

    private final World world;
    private final HonestClient client;
    private final InetSocketAddress server;
    private final InetSocketAddress address;
    private final Duration since;
    private final int life;
    private final boolean removed;
    private final long goneBefore;
    private final long comeBefore;

    /** Begins: the client, which is live, is removed. */
    Farewell(World world, HonestClient client) {
        this.world = world;
        this.client = client;
        this.server = world.server().address();
        this.address = client.client().localAddress();
        this.since = world.net().now();
        this.life = world.server().lives();
        this.goneBefore = world.sent().data(server, address);
        this.comeBefore = world.sent().data(address, server);
        this.removed = world.server().removes(client);
    }

    /** {@link #LENGTH} later: the client knows, or was told often enough. */
    void check() {
        Findings findings = world.findings();
        if (!removed || world.server().isDown() || life != world.server().lives()) {
            return;
        }
        boolean clientKnows = client.hasEnded() || !client.program().listenerRests().isZero()
                || client.program().wasAway(Duration.ZERO, LENGTH);
        boolean serverSaysSo = world.sent().data(server, address) - goneBefore >= TIMES
                || world.server().program().wasAway(Duration.ZERO, LENGTH);
        boolean came = world.arrived().came(server, address, since, world.net().now().minus(LONGEST_WAY));
        findings.require(clientKnows || serverSaysSo, "%s was removed, and not told again", client.name());
        findings.require(clientKnows || !came, "%s was told to go, and stays", client.name());
        findings.require(!client.wasRemoved() || world.sent().data(address, server) > comeBefore,
                "%s was removed, and did not answer", client.name());
    }
}
