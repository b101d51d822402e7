package io.github.udpchat.session.campaign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

import io.github.udpchat.ChatClient;
import io.github.udpchat.JoinFailedException;
import io.github.udpchat.Room;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** In which rooms beside the lobby a client is, or wants to be. Owned by one {@link HonestClient}. */
final class Visits {

    private final World world;
    private final HonestClient client;
    private final Map<Integer, Visit> visits = new TreeMap<>();
    private final Map<RoomId, Integer> leavings = new HashMap<>();

    /** From a wish to be in a room until the client leaves it. */
    private static final class Visit {

        private @Nullable Room room;
        private boolean over;
    }

    Visits(World world, HonestClient client) {
        this.world = world;
        this.client = client;
    }

    static RoomId id(int number) {
        return new RoomId("room " + number);
    }

    /** {@return whether the client is in a room, or wants to be} */
    boolean wants(int number) {
        return visits.containsKey(number);
    }

    /** Wants to be in a room. */
    void enters(int number) {
        Visit visit = new Visit();
        visits.put(number, visit);
        ChatClient chat = client.client();
        chat.joinAsync("room " + number,
                message -> world.findings().require(!visit.over, "%s heard %s in %s, which it has left",
                        client.name(), Talk.key(message.text()), message.room()))
                .whenComplete((room, failure) -> {
                    visit.room = room;
                    if (failure != null) {
                        world.findings().require(isExplained(visit, failure), "%s at %s could not enter room %s: %s",
                                client.name(), world.net().now(), number, failure);
                    }
                });
    }

    private boolean isExplained(Visit visit, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof JoinFailedException failed && switch (failed.reason()) {
            case NOT_A_MEMBER -> visit.over;
            case CLOSED, NOT_CONNECTED -> true;
            default -> false;
        };
    }

    /** Leaves a room in which it is, or does not want to be there any more. */
    void leaves(int number) {
        Visit visit = visits.get(number);
        // There is no way to take back a wish by its room before it is granted.
        if (visit != null && visit.room != null) {
            visits.remove(number);
            visit.over = true;
            leavings.merge(id(number), 1, Integer::sum);
            client.forgets(id(number));
            client.client().leave(visit.room);
        }
    }

    /** {@return how often it has left a room} */
    int leavings(RoomId room) {
        return leavings.getOrDefault(room, 0);
    }

    /** {@return the rooms in which it was let in} */
    List<Room> rooms() {
        return visits.values().stream().map(visit -> visit.room).filter(room -> room != null).toList();
    }

    /** {@return whether it is in a room, or is about to hear so} */
    boolean mayBeIn(RoomId room) {
        return visits.keySet().stream().anyMatch(number -> id(number).equals(room));
    }

    boolean isIn(RoomId room) {
        return rooms().stream().anyMatch(one -> one.id().equals(room));
    }

    /** {@return whether a wish to be in a room has not been answered} */
    boolean isWaiting() {
        return visits.values().stream().anyMatch(visit -> visit.room == null);
    }

    /** The server has not let it in again. */
    void isExpelled(RoomId room, DropReason why) {
        world.findings().add("%s was not let into %s again: %s", client.name(), room, why);
    }
}
