package io.github.udpchat.internal.engine;

import java.util.Map;

import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.TrafficStats;

/** Counts datagrams and bytes. Owned by the engine, used under its lock. */
final class TrafficCount {

    private long datagramsReceived;
    private long bytesReceived;
    private long datagramsSent;
    private long bytesSent;

    void received(int bytes) {
        datagramsReceived++;
        bytesReceived += bytes;
    }

    void sent(int bytes) {
        datagramsSent++;
        bytesSent += bytes;
    }

    TrafficStats with(Map<DropReason, Long> drops) {
        return new TrafficStats(datagramsReceived, bytesReceived, datagramsSent, bytesSent, drops);
    }
}
