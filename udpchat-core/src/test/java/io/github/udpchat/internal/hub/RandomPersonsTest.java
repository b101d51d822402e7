package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Members that come, go, are lost and renamed at random: whoever watches sees who is there, and nothing is left at the end. */
class RandomPersonsTest extends HubFixture {

    private static final RoomId DEV = new RoomId("dev");
    private static final String[] NAMES = {"Ana", "ANA", "Ben", "Cleo", "ben"};

    private final Map<PeerId, FakeMember> members = new LinkedHashMap<>();
    private final Map<PeerId, String> seen = new LinkedHashMap<>();
    private final FakeMember watcher = new FakeMember(1);
    private long now;

    static long[] seeds() {
        long[] seeds = new long[Integer.getInteger("persons.seeds", 200)];
        for (int i = 0; i < seeds.length; i++) {
            seeds[i] = i;
        }
        return seeds;
    }

    private PeerId joins(FakeMember member, Object identity, String name) {
        member.identity = identity;
        member.home = RoomId.LOBBY;
        hub.requestJoin(now, member, name, out);
        sort();
        Ask.Admit ask = (Ask.Admit) asks.getLast();
        ask.then().answer(now, Optional.of(Admission.accept(name)), out);
        sort();
        for (Ask forget : List.copyOf(asks)) {
            if (forget instanceof Ask.Forget about) {
                about.then().answer(now, true, out);
            }
        }
        asks.clear();
        sort();
        return ask.id();
    }

    private void watches() {
        for (String news : watcher.presence) {
            int equals = news.indexOf('=');
            if (news.charAt(0) == '+') {
                assertThat(seen.put(new PeerId(Long.parseLong(news.substring(equals + 1))),
                        news.substring(1, equals))).as("it was not there").isNull();
            } else if (news.charAt(0) == '-') {
                assertThat(seen.remove(new PeerId(Long.parseLong(news.substring(1))))).as("it was there").isNotNull();
            } else {
                assertThat(seen.put(new PeerId(Long.parseLong(news.substring(0, equals))),
                        news.substring(equals + 1))).as("it was there").isNotNull();
            }
        }
        watcher.presence.clear();
        Map<PeerId, String> there = new LinkedHashMap<>();
        for (Participant who : hub.everybodyIn(RoomId.LOBBY).participants()) {
            there.put(who.id(), who.name());
        }
        seen.put(new PeerId(1), "Watcher");
        assertThat(seen).isEqualTo(there);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoeverWatchesSeesWhoIsThere(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        joins(watcher, "watcher", "Watcher");
        for (int step = 0; step < 300; step++) {
            List<PeerId> ids = new ArrayList<>(members.keySet());
            PeerId one = ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
            String name = NAMES[random.nextInt(NAMES.length)];
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    FakeMember member = new FakeMember(2 + step);
                    members.put(joins(member, random.nextInt(4) == 0 ? null : "key of " + name.toLowerCase(), name),
                            member);
                }
                case 2, 3 -> {
                    if (one != null) {
                        hub.leave(now, one, random.nextBoolean() ? new LeaveReason.Left()
                                : new LeaveReason.TimedOut(Duration.ofSeconds(1)), out);
                        members.remove(one);
                    }
                }
                case 4 -> {
                    if (one != null) {
                        hub.rename(one, name, new CompletableFuture<>(), out);
                        sort();
                        for (Ask ask : List.copyOf(asks)) {
                            if (ask instanceof Ask.Rename rename) {
                                rename.then().answer(now, Optional.of(Admission.accept(name)), out);
                            }
                        }
                        asks.removeIf(Ask.Rename.class::isInstance);
                    }
                }
                case 5 -> {
                    if (one != null && !hub.exit(now, one, DEV, new LeaveReason.Left(), out)) {
                        hub.enter(now, one, DEV, out);
                    }
                }
                default -> {
                    now += random.nextLong(Duration.ofSeconds(10).toNanos());
                    hub.onTimer(now, out);
                }
            }
            sort();
            for (Ask ask : List.copyOf(asks)) {
                if (ask instanceof Ask.Forget about) {
                    about.then().answer(now, true, out);
                }
            }
            asks.clear();
            sort();
            watches();
        }
        for (PeerId id : members.keySet()) {
            hub.leave(now, id, new LeaveReason.TimedOut(Duration.ofSeconds(1)), out);
        }
        now += Persons.GRACE.toNanos();
        hub.onTimer(now, out);
        watches();
        assertThat(hub.persons().size()).isEqualTo(1);
        assertThat(hub.persons().nextDeadline()).isEqualTo(Machine.NEVER);
        assertThat(hub.everybodyIn(DEV).participants()).isEmpty();
    }
}
