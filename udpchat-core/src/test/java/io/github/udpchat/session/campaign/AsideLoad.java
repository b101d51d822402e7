package io.github.udpchat.session.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.github.udpchat.Room;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Presence;

/** Clients that say things to one person alone, and type. Owned by one {@link CampaignRun}. */
final class AsideLoad {

    private static final double WHISPERS = 0.02;
    private static final double TYPES = 0.008;
    private static final int SHORT = 200;
    private static final int LONG = 6_000;
    private static final int LONG_ONE_IN = 40;
    private static final int OF_BEFORE_ONE_IN = 10;
    private static final int SEVERAL = 5;

    private final World world;
    private final SplittableRandom random;

    AsideLoad(World world) {
        this.world = world;
        this.random = new SplittableRandom(world.scenario().seed() + 79);
    }

    /** A moment passes. */
    void acts() {
        if (world.scenario().company().asides()) {
            world.clients().stream().filter(HonestClient::isLive).forEach(this::acts);
        }
    }

    private void acts(HonestClient client) {
        Room room = one(client);
        if (random.nextDouble() < TYPES) {
            world.asides().types(client, room);
        }
        if (random.nextDouble() < WHISPERS) {
            int length = random.nextInt(LONG_ONE_IN) == 0 ? LONG : SHORT;
            for (int left = 1 + random.nextInt(SEVERAL); left > 0 && world.mayWhisper(length); left--) {
                whispers(client, room, random.nextInt(length));
            }
        }
    }

    private Room one(HonestClient client) {
        List<Room> rooms = new ArrayList<>(client.visits().rooms());
        rooms.add(client.client().lobby());
        return rooms.get(random.nextInt(rooms.size()));
    }

    /** Says something to somebody in a room whom the client sees there, itself included; or saw there in an earlier session. */
    private void whispers(HonestClient client, Room room, int length) {
        Presence seen = room.presence();
        if (seen.complete() || random.nextInt(OF_BEFORE_ONE_IN) == 0) {
            whispersToOne(client, seen.participants(), seen.complete(), length);
        }
    }

    private void whispersToOne(HonestClient client, List<Participant> among, boolean sure, int length) {
        if (!among.isEmpty()) {
            client.whispers(among.get(random.nextInt(among.size())), sure, length);
        }
    }

    /** Says something to somebody else whom the client sees. */
    void whispersToAnother(HonestClient client, int length) {
        Presence seen = client.client().lobby().presence();
        whispersToOne(client, seen.participants().stream().filter(who -> !who.name().equals(client.name())).toList(),
                seen.complete(), length);
    }
}
