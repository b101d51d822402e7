package io.github.udpchat.session.campaign;

import java.time.Duration;

/** Ends programs and begins others, as the scenario says. Owned by one {@link CampaignRun}. */
final class Upheavals {

    private static final Duration AGAIN_AFTER = Duration.ofMillis(50);
    private static final Duration NEXT_TRY_AFTER = Duration.ofSeconds(5);

    private final World world;
    private final Agenda agenda;
    private final Iterable<HostilePeer> hostile;

    Upheavals(World world, Agenda agenda, Iterable<HostilePeer> hostile) {
        this.world = world;
        this.agenda = agenda;
        this.hostile = hostile;
    }

    /** Puts on the agenda what is to happen. */
    void plan() {
        Renewal renewal = world.scenario().renewal();
        renewal.restarts().forEach(restart -> agenda.after(restart.from(), () -> serverEnds(restart)));
        renewal.deaths().forEach(death -> agenda.after(death.from(), () -> dies(death)));
    }

    /** The faults are over: the server is there. */
    void over() {
        if (world.server().isDown()) {
            world.net().advanceUntil(world.server()::mayBegin, world.late().plusSeconds(1));
            serverBegins();
        }
    }

    // ---- the server

    private void serverEnds(Renewal.Restart restart) {
        HonestServer server = world.server();
        // What its application has done at this moment its listener hears before, for that dates who goes.
        world.net().advance(Duration.ZERO);
        if (server.mayEnd()) {
            server.ends(restart.crash());
            agenda.after(restart.down(), this::serverBegins);
        } else if (!server.isDown()) {
            agenda.after(AGAIN_AFTER, () -> serverEnds(restart));
        }
    }

    private void serverBegins() {
        HonestServer server = world.server();
        if (server.mayBegin()) {
            server.beginsAgain();
            hostile.forEach(HostilePeer::beginsAnew);
        } else {
            agenda.after(AGAIN_AFTER, this::serverBegins);
        }
    }

    // ---- clients

    private void dies(Renewal.Death death) {
        HonestClient client = world.clients().get(death.client());
        if (client.isLive()) {
            client.dies();
            agenda.after(death.nextAfter(), () -> comesNext(client));
        }
    }

    /** Another program of the same name tries to be let in; a visitor must wait until the one before is given up. */
    void comesNext(HonestClient before) {
        HonestClient next = world.successor(before);
        if (!next.connect()) {
            agenda.after(NEXT_TRY_AFTER, () -> comesNext(next));
        }
    }
}
