package io.github.udpchat.internal.noise;

/** What is due next in a handshake. */
enum Step {
    /** The initiator's message. */
    MESSAGE_1,
    /** The responder's message. */
    MESSAGE_2,
    /** The keys may be had. */
    SPLIT,
    /** Nothing: the keys were handed out, or a step failed. */
    ENDED;

    /** Refuses a step out of order, which is a mistake of ours and not of the peer. */
    void require(Step wanted) {
        if (this != wanted) {
            throw new IllegalStateException("due is " + this + ", not " + wanted);
        }
    }

    /** {@return what is due until the step has succeeded: nothing} */
    Step begin(Step wanted) {
        require(wanted);
        return ENDED;
    }
}
