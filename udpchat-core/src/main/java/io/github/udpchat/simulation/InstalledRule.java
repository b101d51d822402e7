package io.github.udpchat.simulation;

/**
 * A rule that is in force, and the means to end that.
 *
 * {@snippet :
 * try (InstalledRule outage = net.rule(LinkRule.partition(client.localAddress()))) {
 *     net.advance(Duration.ofSeconds(10));
 * }
 * }
 */
public interface InstalledRule extends AutoCloseable {

    /** Takes the rule out. What it has already decided stays so. Doing it again changes nothing. */
    void remove();

    /** The same as {@link #remove}, so that a rule can be in force for the length of a block. */
    @Override
    default void close() {
        remove();
    }
}
