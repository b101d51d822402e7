package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.Optional;

import io.github.udpchat.model.Peer;

/** What the server's application does against clients, as the scenario says. Owned by one {@link CampaignRun}. */
final class Measures {

    private static final Duration LATER = Duration.ofMillis(200);

    /** After so long a store has done what it was given. */
    private static final Duration STORED = Duration.ofSeconds(1);
    private static final Duration NEXT_COMES_AFTER = Duration.ofSeconds(2);

    private final World world;
    private final Agenda agenda;
    private final Upheavals upheavals;

    Measures(World world, Agenda agenda, Upheavals upheavals) {
        this.world = world;
        this.agenda = agenda;
        this.upheavals = upheavals;
    }

    /** Puts on the agenda what is to be done. */
    void plan() {
        world.scenario().company().refusals().forEach(one -> agenda.after(one.from(), () -> {
            world.server().storeRefuses();
            agenda.after(one.length(), world.server()::storeWorks);
        }));
        world.scenario().model().sanctions().forEach(one -> agenda.after(one.from(), () -> does(one)));
    }

    private void does(Model.Sanction sanction) {
        HonestServer server = world.server();
        HonestClient client = world.latest(sanction.client());
        Optional<Peer> peer = server.mayAct() ? server.peer(client) : Optional.empty();
        if (peer.isEmpty()) {
            // It, or the server, is not there; perhaps it comes yet.
            agenda.after(LATER, () -> does(sanction));
            return;
        }
        switch (sanction.kind()) {
            case KICK -> server.removes(client);
            case MUTE -> {
                world.isMuted(sanction.client(), true);
                Object who = who(peer.get(), client);
                int life = server.lives();
                server.discipline().mutes(peer.get(), who, client, world.net().now());
                if (world.scenario().model().stored()) {
                    holds(life, who);
                } else {
                    server.discipline().muteHolds(who);
                }
                agenda.after(sanction.length(), () -> unmutes(life, sanction, peer.get(), who));
            }
            case BAN -> {
                server.bans(peer.get());
                int life = server.lives();
                agenda.after(NEXT_COMES_AFTER, () -> upheavals.comesNext(client));
                agenda.after(sanction.length(), () -> unbans(life, peer.get()));
            }
        }
    }

    /** {@return whose mute holds for whom: of a key, and a visitor has one for as long as its program lives} */
    static Object who(Peer peer, HonestClient client) {
        return peer.key().<Object>map(key -> key).orElse(client);
    }

    private void holds(int life, Object who) {
        agenda.after(STORED, () -> {
            HonestServer server = world.server();
            if (server.lives() == life && !server.isDown()) {
                if (!server.mayAct() || server.program().wasAway(Duration.ofNanos(1), STORED)) {
                    holds(life, who);
                } else {
                    server.discipline().muteHolds(who);
                }
            }
        });
    }

    private void unmutes(int life, Model.Sanction sanction, Peer peer, Object who) {
        HonestServer server = world.server();
        if (server.lives() != life || server.isDown()) {
            world.isMuted(sanction.client(), false);
        } else if (!server.mayAct()) {
            agenda.after(LATER, () -> unmutes(life, sanction, peer, who));
        } else {
            server.discipline().unmutes(peer, who);
            world.isMuted(sanction.client(), false);
        }
    }

    private void unbans(int life, Peer peer) {
        HonestServer server = world.server();
        if (server.lives() == life && !server.isDown()) {
            if (server.mayAct()) {
                server.discipline().unbans(peer);
            } else {
                agenda.after(LATER, () -> unbans(life, peer));
            }
        }
    }
}
