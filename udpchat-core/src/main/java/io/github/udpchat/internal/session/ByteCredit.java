package io.github.udpchat.internal.session;

import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;

/**
 * How many bytes of messages the peer may send in a session, at the side that receives them: PROTOCOL.md, section 2.9. Owned by
 * one {@link Incoming}.
 *
 * <pre>
 *   received -> waiting --handedOn--> in hand --letGo--> owed --credited--> taken
 *                  '------dropped---------------------------------------------^
 * </pre>
 *
 * What waits or is in hand takes memory; what is owed does not.
 */
final class ByteCredit {

    /** What a message costs beside its content while the application has it. */
    private static final int IN_HAND_BYTES = 512;

    private final Limits own;
    private final Holdings holdings;
    private boolean due;
    private boolean cleared;
    private long receivedBytes;
    private long inHandBytes;
    private long owedBytes;
    private long takenBytes;
    private long grantedBytes;

    ByteCredit(Limits own, Holdings holdings) {
        this.own = own;
        this.holdings = holdings;
        this.grantedBytes = own.sessionCreditBytes();
    }

    /** So much came that is new; refuses if it is more than was allowed. */
    void received(int newBytes) throws MalformedException {
        receivedBytes += newBytes;
        holdings.received(newBytes);
        if (receivedBytes > grantedBytes) {
            throw new MalformedException(receivedBytes + " bytes where " + grantedBytes + " were allowed");
        }
        grant();
    }

    /** The application has a message. */
    void handedOn(int bytes) {
        inHandBytes += bytes;
        holdings.received(IN_HAND_BYTES);
    }

    /** The application has done with a message. */
    void letGo(int bytes) {
        inHandBytes -= bytes;
        owedBytes += bytes;
        holdings.released(bytes);
        holdings.released(IN_HAND_BYTES);
    }

    /** The peer gets back the credit of a message that the application has done with, or is about to have. */
    void credited(int bytes) {
        owedBytes -= bytes;
        takenBytes += bytes;
        grant();
    }

    /** So much of what waits will never be taken. */
    void dropped(int bytes) {
        takenBytes += bytes;
        holdings.released(bytes);
        grant();
    }

    /** Half of the credit was taken, or some of it and no message of any length may follow: more will be told. */
    private void grant() {
        long limit = takenBytes + own.sessionCreditBytes();
        boolean half = limit - grantedBytes >= own.sessionCreditBytes() / 2;
        boolean usedUp = limit > grantedBytes && grantedBytes - receivedBytes < own.maxMessageBytes();
        if (!cleared && (half || usedUp)) {
            due = true;
        }
    }

    /** {@return whether the peer should be told of more} */
    boolean isDue() {
        return due;
    }

    /** {@return the frame that tells of all that there is} */
    Frame told() {
        grantedBytes = Math.max(grantedBytes, takenBytes + own.sessionCreditBytes());
        return new Frame.SessionCredit(grantedBytes);
    }

    /** Says whether the peer should be told: it is being told just now, or what told it was lost. */
    void setDue(boolean again) {
        due = again;
    }

    /** Forgets what waits, for the session ends; what is in hand comes back yet. */
    void clear() {
        if (!cleared) {
            cleared = true;
            long waiting = receivedBytes - takenBytes - inHandBytes - owedBytes;
            takenBytes += waiting;
            holdings.released(waiting);
        }
        due = false;
    }
}
