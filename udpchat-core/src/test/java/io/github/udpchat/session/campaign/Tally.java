package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.github.udpchat.model.RateLimits;

/** Adds up what a campaign came to. */
final class Tally {

    private final long began = System.nanoTime();
    private final Map<String, Integer> kinds = new TreeMap<>();
    private long seeds;
    private long datagrams;
    private long messages;
    private long restarts;
    private long losses;
    private long successors;
    private Duration time = Duration.ZERO;

    void count(Scenario scenario, CampaignRun.Outcome outcome) {
        seeds++;
        datagrams += outcome.datagrams();
        messages += outcome.messages();
        restarts += outcome.restarts();
        losses += outcome.losses();
        successors += outcome.successors();
        time = time.plus(outcome.time());
        Scenario.Links links = scenario.links();
        Scenario.Manners manners = scenario.manners();
        kind("load " + scenario.load(), true);
        kind("clean links", links.areClean());
        kind("loss", links.loss() > 0);
        kind("loss in bursts", links.loss() > 0 && links.inBursts());
        kind("corruption", links.corruption() > 0);
        kind("forged numbers", links.forgery() > 0);
        kind("duplication", links.duplication() > 0);
        kind("reordering", links.reordering() > 0);
        kind("replay", links.replay() > 0);
        kind("jitter", links.jitterMillis() > 0);
        kind("faults before connecting", scenario.hardStart());
        kind("listeners that throw", manners.throwing());
        kind("listeners that answer", manners.answering());
        kind("slow listeners", manners.restsMillis() > 0);
        kind("slow server", manners.serverRestsMillis() > 0);
        kind("moving", !scenario.moves().isEmpty());
        Renewal renewal = scenario.renewal();
        kind("coming back", renewal.comeBack());
        kind("coming back and moving", renewal.comeBack() && !scenario.moves().isEmpty());
        kind("coming back and a thief", renewal.comeBack() && scenario.hostile().contains(HostilePeer.Kind.THIEF));
        kind("server crash", renewal.restarts().stream().anyMatch(Renewal.Restart::crash));
        kind("server closed and started", renewal.restarts().stream().anyMatch(restart -> !restart.crash()));
        kind("several restarts", renewal.restarts().size() > 1);
        kind("impostor", renewal.impostor() && !renewal.restarts().isEmpty());
        kind("client crash, visitor", renewal.deaths().stream().anyMatch(death -> !death.lasting()));
        kind("client crash, lasting", renewal.deaths().stream().anyMatch(Renewal.Death::lasting));
        kind("two servers of one identity", renewal.twin());
        Model model = scenario.model();
        kind("rooms", model.rooms() > 0);
        kind("rooms and coming back", model.rooms() > 0 && renewal.comeBack());
        kind("no history", model.history().messages() == 0);
        kind("stored over restarts", model.stored() && !renewal.restarts().isEmpty());
        kind("rate limits", !model.rates().equals(RateLimits.none()));
        kind("roles", model.roles());
        model.sanctions().stream().map(Model.Sanction::kind).distinct().forEach(kind -> kind("sanction " + kind, true));
        kind("asides", scenario.company().asides());
        kind("crowd", scenario.company().crowd() > 0);
        kind("store that refuses", !scenario.company().refusals().isEmpty());
        kind("leaving early", manners.leaving());
        kind("honest clients ended", outcome.ended() > 0);
        scenario.outages().stream().map(Scenario.Outage::cut).distinct().forEach(cut -> kind("outage " + cut, true));
        kind("server paused", scenario.pauses().stream().anyMatch(pause -> pause.client() == Scenario.Pause.SERVER));
        kind("client paused", scenario.pauses().stream().anyMatch(pause -> pause.client() != Scenario.Pause.SERVER));
        scenario.hostile().stream().distinct().forEach(hostile -> kind("hostile " + hostile, true));
    }

    private void kind(String name, boolean present) {
        if (present) {
            kinds.merge(name, 1, Integer::sum);
        }
    }

    void print() {
        System.out.printf(
                "%d seeds, %d simulated hours, %d datagrams, %d messages, %d restarts, %d sessions lost and made anew,"
                        + " %d programs after others, %d s; %s%n",
                seeds, time.toHours(), datagrams, messages, restarts, losses, successors,
                Duration.ofNanos(System.nanoTime() - began).toSeconds(), kinds);
    }
}
