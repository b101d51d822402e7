package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what a campaign came to. */
final class Tally {

    private final long began = System.nanoTime();
    private final Map<String, Integer> kinds = new TreeMap<>();
    private long seeds;
    private long datagrams;
    private long messages;
    private Duration time = Duration.ZERO;

    void count(Scenario scenario, CampaignRun.Outcome outcome) {
        seeds++;
        datagrams += outcome.datagrams();
        messages += outcome.messages();
        time = time.plus(outcome.time());
        kind("load " + scenario.load(), true);
        kind("loss", scenario.loss() > 0);
        kind("loss in bursts", scenario.loss() > 0 && scenario.inBursts());
        kind("corruption", scenario.corruption() > 0);
        kind("duplication", scenario.duplication() > 0);
        kind("reordering", scenario.reordering() > 0);
        kind("replay", scenario.replay() > 0);
        kind("jitter", scenario.jitterMillis() > 0);
        kind("faults before connecting", scenario.hardStart());
        kind("listeners that throw", scenario.throwing());
        kind("leaving early", scenario.leaving());
        scenario.outages().forEach(outage -> kind("outage " + outage.cut(), true));
        scenario.hostile().forEach(hostile -> kind("hostile " + hostile, true));
    }

    private void kind(String name, boolean present) {
        if (present) {
            kinds.merge(name, 1, Integer::sum);
        }
    }

    void print() {
        System.out.printf("%d seeds, %d simulated hours, %d datagrams, %d messages, %d s; %s%n", seeds, time.toHours(),
                datagrams, messages, Duration.ofNanos(System.nanoTime() - began).toSeconds(), kinds);
    }
}
