package io.github.udpchat.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A fault, or any other property, of the links of a {@link SimulatedNetwork}. Each datagram is shown to the rules in the
 * order in which they were installed, each copy of it to the rules after the one that made it. A rule that throws lets the
 * datagram pass, and {@link SimulatedNetwork#advance} or whatever lets time pass next throws its exception.
 *
 * {@snippet :
 * net.rule(LinkRule.loss(0.30));
 * net.rule(LinkRule.jitter(Duration.ofMillis(5), Duration.ofMillis(120)));
 * net.rule((transit, random) -> transit.datagram().size() > 500 ? new Verdict.Drop() : new Verdict.Pass());
 * }
 */
@FunctionalInterface
public interface LinkRule {

    /**
     * Decides about one datagram. Called while its sender sends it, in the sender's place and under its lock.
     *
     * @param transit the datagram
     * @param random  the simulation's randomness; a rule that uses no other gives the same course for the same seed
     * @return what becomes of it
     */
    Verdict judge(Transit transit, RandomGenerator random);

    /**
     * Loses datagrams, each independently of the others.
     *
     * @param probability of a loss, 0 to 1
     * @return the rule
     */
    static LinkRule loss(double probability) {
        return sometimes(probability, (transit, random) -> new Verdict.Drop());
    }

    /**
     * Holds up every datagram by the same time.
     *
     * @param by for how long, zero or more
     * @return the rule
     */
    static LinkRule delay(Duration by) {
        Verdict delay = new Verdict.Delay(by);
        return (transit, random) -> delay;
    }

    /**
     * Holds up each datagram by a random time, so that they overtake each other.
     *
     * @param least the shortest time, zero or more
     * @param most  what the time stays below, not shorter than the shortest
     * @return the rule
     */
    static LinkRule jitter(Duration least, Duration most) {
        if (least.isNegative() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "least must be zero or more and not above most, was " + least + " to " + most);
        }
        long shortest = TimeUnit.NANOSECONDS.convert(least);
        long variation = TimeUnit.NANOSECONDS.convert(most.minus(least));
        return (transit, random) -> new Verdict.Delay(
                Duration.ofNanos(shortest).plusNanos(variation == 0 ? 0 : random.nextLong(variation)));
    }

    /**
     * Sends some datagrams twice.
     *
     * @param probability that a datagram is, 0 to 1
     * @param after       how much later the copy follows, zero or more
     * @return the rule
     */
    static LinkRule duplication(double probability, Duration after) {
        Verdict duplicate = new Verdict.Duplicate(after);
        return sometimes(probability, (transit, random) -> duplicate);
    }

    /**
     * Lets some datagrams be overtaken by those sent up to a certain time later.
     *
     * @param probability that a datagram is held up, 0 to 1
     * @param by          for how long, zero or more
     * @return the rule
     */
    static LinkRule reordering(double probability, Duration by) {
        return sometimes(probability, delay(by));
    }

    /**
     * Turns over one bit in some datagrams.
     *
     * @param probability that a datagram is hit, 0 to 1
     * @return the rule
     */
    static LinkRule corruption(double probability) {
        return sometimes(probability, (transit, random) -> new Verdict.Corrupt(random.nextInt(Integer.MAX_VALUE)));
    }

    /**
     * Cuts the network in two: nothing passes between the given addresses and all others.
     *
     * @param side the addresses on one side
     * @return the rule
     */
    static LinkRule partition(InetSocketAddress... side) {
        List<InetSocketAddress> inside = List.of(side);
        return (transit, random) -> inside.contains(transit.from()) == inside.contains(transit.to())
                ? new Verdict.Pass()
                : new Verdict.Drop();
    }

    /**
     * Applies a rule to some datagrams.
     *
     * @param probability that it is applied to a datagram, 0 to 1
     * @param rule        the rule
     * @return the rule that does so
     */
    static LinkRule sometimes(double probability, LinkRule rule) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be 0 to 1, was " + probability);
        }
        return (transit, random) -> random.nextDouble() < probability ? rule.judge(transit, random)
                : new Verdict.Pass();
    }

    /**
     * This rule, for what one address sends.
     *
     * @param address the sender
     * @return the narrower rule
     */
    default LinkRule from(InetSocketAddress address) {
        return (transit, random) -> transit.from().equals(address) ? judge(transit, random) : new Verdict.Pass();
    }

    /**
     * This rule, for what is sent to one address.
     *
     * @param address the recipient
     * @return the narrower rule
     */
    default LinkRule to(InetSocketAddress address) {
        return (transit, random) -> transit.to().equals(address) ? judge(transit, random) : new Verdict.Pass();
    }
}
