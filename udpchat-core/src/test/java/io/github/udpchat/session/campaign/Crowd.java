package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;

/**
 * More come into the lobby than may be listed, over good links, and go again: PROTOCOL.md, section 2.15. Owned by one
 * {@link CampaignRun}.
 */
final class Crowd {

    /** A room with more than that is crowded, until so many are there. */
    private static final int MOST_LISTED = 256;
    private static final int LISTED_AGAIN = 192;

    private static final Duration SOON = Duration.ofSeconds(2);

    private final World world;
    private final Settling settling;
    private final List<ChatClient> guests = new ArrayList<>();

    Crowd(World world, Settling settling) {
        this.world = world;
        this.settling = settling;
    }

    /** Plays it, from the first who comes to the last who goes. */
    void comesAndGoes() {
        world.isCrowded(true);
        while (present() < MOST_LISTED) {
            comes();
        }
        passes();
        checkListed();
        while (guests.size() < world.scenario().company().crowd()) {
            comes();
        }
        checkCrowded();
        while (present() > LISTED_AGAIN + 1) {
            goes();
        }
        checkCrowded();
        goes();
        passes();
        checkListed();
        while (!guests.isEmpty()) {
            goes();
        }
        passes();
        world.isCrowded(false);
        settling.checkPresence();
    }

    private int present() {
        return world.server().chat().peers().size();
    }

    private void comes() {
        try {
            guests.add(ChatClient.builder().network(world.net()).server(world.server().address())
                    .name("guest " + guests.size()).reconnect(ReconnectPolicy.never()).connect());
        } catch (ConnectFailedException failed) {
            throw new AssertionError("a guest could not come, over good links", failed);
        }
    }

    private void goes() {
        int before = present();
        guests.removeLast().close();
        world.findings().require(world.net().advanceUntil(() -> present() < before, SOON), "a guest leaves, and stays");
    }

    private void passes() {
        world.net().advance(SOON.plus(world.late().multipliedBy(2)));
    }

    private void checkListed() {
        settling.checkPresence();
        Presence truth = world.server().chat().room(RoomId.LOBBY).presence();
        for (ChatClient guest : guests) {
            Presence sees = guest.lobby().presence();
            world.findings().require(sees.complete()
                    && Set.copyOf(sees.participants()).equals(Set.copyOf(truth.participants())),
                    "a guest sees %s of %s", sees.participants().size(), truth.participants().size());
        }
    }

    /** Nobody sees anybody, nor that anybody types. */
    private void checkCrowded() {
        passes();
        Findings findings = world.findings();
        long seenTyping = world.asides().seenTyping();
        world.live().forEach(client -> {
            world.asides().types(client, client.client().lobby());
            Presence sees = client.client().lobby().presence();
            findings.require(sees.equals(Presence.UNKNOWN) && (world.mayBeSlow(client)
                    || client.sight().in(RoomId.LOBBY).isEmpty()), "in a crowd %s sees %s, and was told of %s",
                    client.name(), sees, client.sight().in(RoomId.LOBBY));
        });
        guests.forEach(guest -> findings.require(guest.lobby().presence().equals(Presence.UNKNOWN),
                "in a crowd a guest sees %s", guest.lobby().presence()));
        passes();
        findings.require(world.asides().seenTyping() == seenTyping || present() <= MOST_LISTED,
                "in a crowd somebody is seen typing");
    }
}
