package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.udpchat.Room;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;

/**
 * What is said to one person alone in a run, and who has typed where: each is heard by whom it is for, in order, or by nobody.
 * Owned by one {@link World}.
 */
final class Asides {

    /** A notice waits for room in the congestion window. */
    private static final Duration NOTICE_WITHIN = World.IDLE_TIMEOUT;

    /** Before it have its turns what waits on the other channels; bad links may take minutes for a large message. */
    private static final Duration NOTICE_IN_BULK_WITHIN = Duration.ofMinutes(10);

    private final World world;
    private final Map<String, Whisper> whispers = new HashMap<>();
    private final Map<Line, Integer> last = new HashMap<>();
    private final List<Typing> typings = new ArrayList<>();
    private final Map<HonestClient, Typing> lastSeen = new HashMap<>();
    private long seenTyping;

    /** From one program to another. */
    private record Line(HonestClient author, HonestClient hearer) {}

    /** Somebody types in a room. */
    record Typing(HonestClient who, RoomId room, Duration at) {}

    Asides(World world) {
        this.world = world;
    }

    // ---- direct messages

    /** Somebody is about to say something. */
    void isSaid(Whisper whisper) {
        whispers.put(whisper.key(), whisper);
    }

    void hears(HonestClient hearer, DirectMessage message) {
        Whisper whisper = whispers.get(Talk.key(message.text()));
        world.findings().require(whisper != null, "%s heard what nobody said to anybody alone: %s", hearer.name(),
                Talk.key(message.text()));
        if (whisper != null) {
            whisper.isHeard(hearer, message);
            Integer before = last.put(new Line(whisper.author, hearer), Talk.number(message.text()));
            world.findings().require(before == null || before < Talk.number(message.text()), "%s heard %s after %s",
                    hearer.name(), whisper.key(), before);
        }
    }

    /** {@return how many have not been heard by whom they are for} */
    long missed() {
        return whispers.values().stream().filter(Whisper::isMissed).count();
    }

    // ---- notices

    /** Somebody types. */
    void types(HonestClient who, Room room) {
        typings.add(new Typing(who, room.id(), world.net().now()));
        who.client().typing(room);
    }

    void seesTyping(HonestClient by, RoomId room, PeerId typist, String name) {
        seenTyping++;
        Duration since = world.net().now().minus(longest(by));
        List<Typing> then = typings.reversed().stream().takeWhile(one -> one.at.compareTo(since) >= 0)
                .filter(one -> one.room.equals(room) && one.who != by && one.who.name().equals(name)).toList();
        world.findings().require(!then.isEmpty(), "%s saw %s type in %s at %s", by.name(), name, room,
                world.net().now());
        world.findings().require(then.stream().anyMatch(this::mayBeSeen),
                "%s saw %s type in %s, and it may not speak: %s", by.name(), name, room, then);
        then.stream().findFirst().ifPresent(typing -> lastSeen.put(by, typing));
        by.sight().sees(room, new Participant(typist, name,
                world.scenario().model().role(then.isEmpty() ? 0 : then.getFirst().who.index())));
        world.findings().require(by.hearsLate() || room.equals(RoomId.LOBBY) || by.visits().mayBeIn(room),
                "%s saw %s type in %s, where it is not", by.name(), name, room);
    }

    /** {@return how often somebody was seen typing} */
    long seenTyping() {
        return seenTyping;
    }

    /** Over good links somebody types in the lobby who may speak: who has seen nobody type last but that one has seen it. */
    Optional<Typing> someoneTypes() {
        Optional<HonestClient> who = world.live()
                .filter(one -> mayBeSeen(new Typing(one, RoomId.LOBBY, world.net().now())))
                .findFirst();
        who.ifPresent(one -> types(one, one.client().lobby()));
        return who.map(one -> typings.getLast());
    }

    /** All others have seen that one type, but those whose listeners are slow. */
    void checkIsSeen(Typing typing) {
        world.live().filter(one -> one != typing.who && !one.hearsLate()).forEach(one -> world.findings().require(
                typing.equals(lastSeen.get(one)), "%s did not see %s", one.name(), typing));
    }

    private boolean mayBeSeen(Typing typing) {
        return world.scenario().model().maySpeak(typing.who.index())
                && !world.server().discipline().hasMuted(typing.who, typing.at);
    }

    private Duration longest(HonestClient by) {
        Scenario.Links links = world.scenario().links();
        boolean bulk = world.scenario().load() == Scenario.Load.BULK;
        return (bulk ? NOTICE_IN_BULK_WITHIN : NOTICE_WITHIN).plusMillis(links.jitterMillis()).plus(world.late())
                .plus(by.program().allAway())
                .plus(world.server().allAway()).plus(links.replay() > 0 ? Faults.LONGEST_REPLAY : Duration.ZERO);
    }
}
