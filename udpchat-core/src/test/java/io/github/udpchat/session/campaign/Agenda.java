package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;

import io.github.udpchat.simulation.SimulatedNetwork;

/** What is to happen when. Unlike a callback of the simulation, what happens here may wait. Owned by one {@link CampaignRun}. */
final class Agenda {

    private final SimulatedNetwork net;
    private final Queue<Item> items = new PriorityQueue<>();
    private long nextOrder;

    private record Item(Duration at, long order, Runnable action) implements Comparable<Item> {

        @Override
        public int compareTo(Item other) {
            int byTime = at.compareTo(other.at);
            return byTime == 0 ? Long.compare(order, other.order) : byTime;
        }
    }

    Agenda(SimulatedNetwork net) {
        this.net = net;
    }

    /** Something is to happen after a while. */
    void after(Duration time, Runnable action) {
        items.add(new Item(net.now().plus(time), nextOrder++, action));
    }

    /** Lets everything happen that is due by then, and the time pass. */
    void playFor(Duration time) {
        Duration end = net.now().plus(time);
        while (!items.isEmpty() && items.element().at().compareTo(end) < 0) {
            Item next = items.remove();
            if (next.at().compareTo(net.now()) > 0) {
                net.advance(next.at().minus(net.now()));
            }
            next.action().run();
        }
        if (end.compareTo(net.now()) > 0) {
            net.advance(end.minus(net.now()));
        }
    }

    /** Nothing more is to happen. */
    void clear() {
        items.clear();
    }
}
