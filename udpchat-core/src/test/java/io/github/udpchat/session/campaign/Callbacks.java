package io.github.udpchat.session.campaign;

/**
 * Holds the calls of a listener against what is promised: one at a time, on the thread that is for them, none after the last.
 * Owned by the listener.
 */
final class Callbacks {

    private final String owner;
    private final Program program;
    private final Findings findings;
    private boolean inCall;
    private boolean over;

    Callbacks(String owner, Program program, Findings findings) {
        this.owner = owner;
        this.program = program;
        this.findings = findings;
    }

    void during(String call, Runnable body) {
        findings.require(!over, "%s: %s after onClosed", owner, call);
        findings.require(!inCall, "%s: %s within another call", owner, call);
        findings.require(program.isInListener() && !program.isInMachine(), "%s: %s on another thread", owner, call);
        findings.require(!program.isStopped(), "%s: %s while it is stopped", owner, call);
        inCall = true;
        try {
            body.run();
        } finally {
            inCall = false;
        }
    }

    /** That was the last call. */
    void end() {
        over = true;
    }

    boolean areOver() {
        return over;
    }
}
