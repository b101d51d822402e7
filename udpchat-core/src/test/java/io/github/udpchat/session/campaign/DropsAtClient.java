package io.github.udpchat.session.campaign;

import java.time.Duration;

import io.github.udpchat.model.DropReason;

/** What an honest client may drop, given what goes wrong around it. */
final class DropsAtClient {

    /** Who has no answer says HELLO again after that. */
    private static final Duration HELLO_AGAIN = Duration.ofMillis(500);

    /** Of drops the listener hears once a second. */
    private static final Duration REPORTED = Duration.ofSeconds(2);

    private DropsAtClient() {}

    /** {@return whether a client may drop things for that reason in this world} */
    static boolean areFine(DropReason reason, World world, HonestClient client) {
        Scenario.Links links = world.scenario().links();
        return switch (reason) {
            case MALFORMED, UNEXPECTED, UNKNOWN_SESSION ->
                links.damage() || links.repeat() || world.scenario().hardStart()
                        || client.hasEnded() || world.scenario().renewal().comeBack()
                        || reason == DropReason.UNEXPECTED && mayBeAnsweredTwice(world, client);
            case NOT_AUTHENTIC, EMPTY, HANDSHAKE_FAILED, WRONG_SERVER_KEY -> links.damage();
            case REPLAYED -> links.repeat() || links.damage() || world.server().lives() > 1
                    || world.server().isDown();
            // Of notices only the newest are kept for a listener that is slow.
            case LISTENER_BEHIND -> world.scenario().company().asides();
            case NOT_FROM_SERVER -> !world.scenario().hostile().isEmpty();
            default -> false;
        };
    }

    /** Who comes in bad times says HELLO again where the answer takes long, or the server does not run, which answers each of them. */
    private static boolean mayBeAnsweredTwice(World world, HonestClient client) {
        Scenario.Links links = world.scenario().links();
        return world.isSuccessor(client) && (links.jitterMillis() > 0 || links.reordering() > 0
                || world.server().program().wasAway(HELLO_AGAIN, REPORTED.plus(world.late())));
    }
}
