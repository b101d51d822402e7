package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.udpchat.Room;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.RoomId;

/** Whether all comes to rest after the faults, and what must be true then. Owned by one {@link CampaignRun}. */
final class Settling {

    private final World world;

    Settling(World world) {
        this.world = world;
    }

    /** {@return whether nobody waits for anything any more} */
    boolean isOver() {
        return !world.findings().isEmpty()
                || world.clients().stream().allMatch(one -> one.isBack() && !one.isWaiting())
                        && world.server().hasHeardAll() && missedInLobby() <= skipped()
                        && world.chronicle().missed() <= skipped();
    }

    void requireOver(Duration after) {
        world.findings().require(isOver(), "not settled %s after healing: %s wait, missed %s", after,
                names(HonestClient::isWaiting), missedInLobby());
    }

    private List<String> names(Predicate<HonestClient> which) {
        return world.clients().stream().filter(which).map(HonestClient::name).toList();
    }

    /** {@return how many messages the clients have not heard which they should have, those in rooms in two ways of counting} */
    int missed() {
        return missedInLobby() + world.chronicle().missed() + (int) world.asides().missed();
    }

    private int missedInLobby() {
        return world.clients().stream()
                .mapToInt(client -> client.isLive() && world.server().isMember(client)
                        ? client.view().missedUpToNow()
                        : client.view().missed())
                .sum();
    }

    private long skipped() {
        return world.server().skipped();
    }

    /** Everything has an outcome that is true, and all agree about who is where. */
    void check() {
        world.clients().forEach(HonestClient::checkOutcomes);
        world.chronicle().check();
        world.findings().require(missedInLobby() <= skipped() && world.chronicle().missed() <= skipped(),
                "%s were missed in the lobby, %s in all, %s skipped", missedInLobby(), world.chronicle().missed(),
                skipped());
        for (HonestClient client : world.clients()) {
            world.findings().require(client.isLive() == world.server().isMember(client),
                    "%s: live %s, member %s", client.name(), client.isLive(), world.server().isMember(client));
            world.findings().require(world.server().isWhereItIs(client), "%s is in other rooms than it knows",
                    client.name());
        }
        checkPresence();
    }

    /** Those who are there are seen there by all others, and nobody else. */
    void checkPresence() {
        world.server().checkPresence();
        for (RoomId room : world.rooms().toList()) {
            Presence truth = world.server().chat().room(room).presence();
            List<String> names = truth.participants().stream().map(Participant::name).sorted().toList();
            List<String> there = world.server().attendances(world.server().lives()).names(room);
            world.findings().require(names.equals(there), "in %s are %s, and the server shows %s", room, there, truth);
            world.clients().stream().filter(client -> client.isIn(room))
                    .forEach(client -> checkSees(client, room, Set.copyOf(truth.participants())));
        }
    }

    private void checkSees(HonestClient client, RoomId room, Set<Participant> truth) {
        Presence sees = seenBy(client, room).presence();
        world.findings().require(sees.complete() && Set.copyOf(sees.participants()).equals(truth)
                && sees.participants().size() == truth.size(), "%s sees in %s %s, where %s are", client.name(), room,
                sees, truth);
        world.findings().require(world.mayBeSlow(client) || client.sight().in(room).equals(truth),
                "%s was told of %s in %s, where %s are", client.name(), client.sight().in(room), room, truth);
    }

    private static Room seenBy(HonestClient client, RoomId room) {
        return client.visits().rooms().stream().filter(one -> one.id().equals(room)).findAny()
                .orElseGet(client.client()::lobby);
    }
}
