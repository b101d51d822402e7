package io.github.udpchat.session.campaign;

import java.time.Duration;

import io.github.udpchat.model.Peer;

/** Over good links somebody is muted for a moment: nobody hears or sees what it does then. Owned by one {@link CampaignRun}. */
final class Muting {

    private static final Duration SOON = Duration.ofMillis(1_500);

    private final World world;
    private final AsideLoad asides;

    Muting(World world, AsideLoad asides) {
        this.world = world;
        this.asides = asides;
    }

    /** Mutes the last of those who may speak, and lets it speak again. */
    void check() {
        HonestServer server = world.server();
        Duration now = world.net().now();
        world.live().filter(one -> world.scenario().model().maySpeak(one.index()) && server.peer(one).isPresent()
                && !server.discipline().hasMuted(one, now)).reduce((one, next) -> next)
                .ifPresent(one -> isMuted(one, server.peer(one).orElseThrow()));
    }

    private void isMuted(HonestClient client, Peer peer) {
        Discipline discipline = world.server().discipline();
        Object who = Measures.who(peer, client);
        world.isMuted(client.index(), true);
        discipline.mutes(peer, who, client, world.net().now());
        // Nothing waits for the store.
        discipline.muteHolds(who);
        long seen = world.asides().seenTyping();
        world.asides().types(client, client.client().lobby());
        client.says(100);
        asides.whispersToAnother(client, 100);
        world.net().advance(SOON.plus(world.late().multipliedBy(2)));
        world.findings().require(world.asides().seenTyping() == seen, "%s is muted, and seen typing", client.name());
        world.findings().require(!client.isWaiting(), "%s is muted, and not told so", client.name());
        discipline.unmutes(peer, who);
        world.isMuted(client.index(), false);
    }
}
