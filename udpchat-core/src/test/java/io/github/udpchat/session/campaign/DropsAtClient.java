package io.github.udpchat.session.campaign;

import io.github.udpchat.model.DropReason;

/** What an honest client may drop, given what goes wrong around it. */
final class DropsAtClient {

    private DropsAtClient() {}

    /** {@return whether a client may drop things for that reason in this world} */
    static boolean areFine(DropReason reason, World world, boolean ended) {
        Scenario.Links links = world.scenario().links();
        return switch (reason) {
            case MALFORMED, UNEXPECTED, UNKNOWN_SESSION ->
                links.damage() || links.repeat() || world.scenario().hardStart()
                        || ended || world.scenario().renewal().comeBack();
            case NOT_AUTHENTIC, EMPTY, HANDSHAKE_FAILED, WRONG_SERVER_KEY -> links.damage();
            case REPLAYED -> links.repeat() || links.damage() || world.server().lives() > 1
                    || world.server().isDown();
            // Of notices only the newest are kept for a listener that is slow.
            case LISTENER_BEHIND -> world.scenario().company().asides();
            case NOT_FROM_SERVER -> !world.scenario().hostile().isEmpty();
            default -> false;
        };
    }
}
