package io.github.udpchat.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What went through an endpoint since it started.
 *
 * {@snippet :
 * TrafficStats traffic = server.stats().traffic();
 * System.out.println(traffic.drops(DropReason.LISTENER_BEHIND) + " messages came faster than the listener takes them");
 * }
 *
 * @param datagramsReceived datagrams that arrived, those later dropped included
 * @param bytesReceived     payload bytes of those, without IP and UDP headers
 * @param datagramsSent     datagrams handed to the network
 * @param bytesSent         payload bytes of those
 * @param drops             how often something was dropped, for each reason for which it happened at least once
 */
public record TrafficStats(
        long datagramsReceived,
        long bytesReceived,
        long datagramsSent,
        long bytesSent,
        Map<DropReason, Long> drops) {

    /** Takes an unmodifiable copy of the map, in the order of the enum. */
    public TrafficStats {
        Map<DropReason, Long> copy = new EnumMap<>(DropReason.class);
        copy.putAll(drops);
        drops = Collections.unmodifiableMap(copy);
    }

    /**
     * How often something was dropped for one reason.
     *
     * @param reason the reason
     * @return the count, 0 if it never happened
     */
    public long drops(DropReason reason) {
        return drops.getOrDefault(reason, 0L);
    }
}
