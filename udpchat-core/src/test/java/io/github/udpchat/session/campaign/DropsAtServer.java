package io.github.udpchat.session.campaign;

import io.github.udpchat.model.DropReason;

/** What a server may drop, given what goes wrong around it. */
final class DropsAtServer {

    private DropsAtServer() {}

    /** {@return whether a server may drop things for that reason in such a run} */
    static boolean areFine(DropReason reason, Scenario scenario) {
        Renewal renewal = scenario.renewal();
        boolean hostile = !scenario.hostile().isEmpty();
        boolean damage = scenario.links().damage() || hostile;
        boolean ofAnother = !renewal.restarts().isEmpty() || renewal.twin();
        return switch (reason) {
            case PEER_BEHIND, UNKNOWN_SESSION, MUTED -> true;
            case NOT_STORED -> !scenario.company().refusals().isEmpty();
            case NO_SUCH_PEER, TOO_FAST -> scenario.company().asides();
            case NOT_AUTHENTIC, MALFORMED, EMPTY, UNEXPECTED, UNKNOWN_VERSION, WRONG_APPLICATION, HANDSHAKE_FAILED ->
                damage;
            case BAD_COOKIE -> damage || ofAnother;
            case REPLAYED -> scenario.links().repeat() || damage;
            case COOKIE_EXPIRED -> scenario.links().repeat() || damage || scenario.hardStart() || renewal.comeBack()
                    || !renewal.deaths().isEmpty() || ofAnother;
            case NAME_TAKEN -> renewal.deaths().stream().anyMatch(death -> !death.lasting());
            case NOT_A_MEMBER -> scenario.model().rooms() > 0;
            case BANNED -> scenario.model().has(Model.Kind.BAN);
            case PROTOCOL_VIOLATION, OVER_BUDGET, HANDSHAKE_LIMIT, TOO_LARGE -> hostile;
            default -> false;
        };
    }
}
