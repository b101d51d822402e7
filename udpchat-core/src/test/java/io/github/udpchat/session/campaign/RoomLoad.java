package io.github.udpchat.session.campaign;

import java.util.List;
import java.util.SplittableRandom;

import io.github.udpchat.Room;

/** Clients that come to rooms beside the lobby, talk there and leave. Owned by one {@link CampaignRun}. */
final class RoomLoad {

    private static final double ENTERS = 0.02;
    private static final double LEAVES = 0.004;
    private static final double SPEAKS = 0.03;
    private static final int SHORT = 200;
    private static final int LONG = 8_000;
    private static final int LONG_ONE_IN = 40;

    private final World world;
    private final SplittableRandom random;
    private final int rooms;

    RoomLoad(World world) {
        this.world = world;
        this.random = new SplittableRandom(world.scenario().seed() + 78);
        this.rooms = world.scenario().model().rooms();
    }

    /** A moment passes. */
    void acts() {
        if (rooms > 0) {
            world.clients().stream().filter(HonestClient::isLive).forEach(this::acts);
        }
    }

    private void acts(HonestClient client) {
        Visits visits = client.visits();
        double draw = random.nextDouble();
        int number = random.nextInt(rooms);
        if (draw < ENTERS && !visits.wants(number)) {
            visits.enters(number);
        } else if (draw > 1 - LEAVES) {
            visits.leaves(number);
        }
        List<Room> in = visits.rooms();
        int length = random.nextInt(LONG_ONE_IN) == 0 ? LONG : SHORT;
        if (random.nextDouble() < SPEAKS && !in.isEmpty() && world.maySayInRooms(length)) {
            client.says(in.get(random.nextInt(in.size())), random.nextInt(length));
        }
    }
}
