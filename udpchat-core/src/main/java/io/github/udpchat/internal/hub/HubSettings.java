package io.github.udpchat.internal.hub;

import io.github.udpchat.model.History;
import org.jspecify.annotations.Nullable;

/**
 * What the application has chosen for a hub.
 *
 * @param maxPeers         how many peers may be members or wait to be; more are refused, but not who takes another's place
 * @param epoch            the epoch of the positions in the first room, drawn for each life of a server; further rooms count on from
 *                         there, and the ids of peers from what its first bits say
 * @param history          how much of each room is remembered
 * @param mostHistoryBytes how much of all rooms together
 * @param stored           whether what is said is stored before it is passed on
 * @param bridge           the room in which classic peers are too, or null
 */
public record HubSettings(int maxPeers, long epoch, History history, long mostHistoryBytes, boolean stored,
        @Nullable Bridge bridge) {

    /** A hub that remembers nothing. */
    public HubSettings(int maxPeers, long epoch) {
        this(maxPeers, epoch, History.none(), 0, false, null);
    }
}
