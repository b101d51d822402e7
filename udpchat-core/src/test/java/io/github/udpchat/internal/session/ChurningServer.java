package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.udpchat.internal.hub.HubSettings;
import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.simulation.SimulatedNetwork;

/** A server in which clients come and go. Owned by the test's thread, in which everything happens. */
final class ChurningServer {

    private static final int MOST_PEERS = 1_000;

    private final InsideServer inside;
    private final Set<Peer> present = new HashSet<>();
    private final Map<String, Integer> lastHeard = new HashMap<>();
    private final Map<String, Integer> left = new TreeMap<>();
    private int joined;
    private int heard;

    ChurningServer(SimulatedNetwork net) throws IOException {
        inside = new InsideServer(net, new HubSettings(MOST_PEERS, 1), RateLimits.none(), this::hear);
    }

    private void hear(Event event) {
        switch (event) {
            case ServerEvent.Joined(Peer peer, var room) -> {
                joined++;
                assertThat(present.add(peer)).as("%s joins once", peer).isTrue();
            }
            case ServerEvent.Said(Peer from, var message, var whenTaken) -> {
                heard++;
                assertThat(present).contains(from);
                int number = Integer.parseInt(message.text().substring(message.text().indexOf(' ') + 1));
                assertThat(number).as("number of %s", message.text())
                        .isEqualTo(lastHeard.merge(from.name(), 1, Integer::sum));
            }
            case ServerEvent.Left(Peer peer, var room, var why) -> {
                assertThat(present.remove(peer)).as("%s leaves once", peer).isTrue();
                left.merge(why.getClass().getSimpleName(), 1, Integer::sum);
            }
            case ServerEvent.Renamed renamed -> throw new AssertionError(renamed);
            case EndpointEvent.Drops drops -> {
                // Late packets of those who have left.
            }
            case EndpointEvent.PlugInFailed failed -> throw new AssertionError(failed.during(), failed.error());
            case EndpointEvent.Closed closed -> throw new AssertionError(closed);
            case ClientEvent ofAClient -> throw new AssertionError(ofAClient);
        }
    }

    InsideServer inside() {
        return inside;
    }

    int heardOf(String name) {
        return lastHeard.getOrDefault(name, 0);
    }

    int joined() {
        return joined;
    }

    int heard() {
        return heard;
    }

    /** {@return how many have left, for each reason} */
    Map<String, Integer> left() {
        return left;
    }

    /** Nobody is here, nothing waits for anybody, and nothing is due. */
    void assertThatNothingIsLeft() {
        inside.assertThatNothingIsLeft();
        assertThat(present).as("who joined and has not left").isEmpty();
    }
}
