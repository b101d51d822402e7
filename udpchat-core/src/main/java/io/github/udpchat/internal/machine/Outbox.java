package io.github.udpchat.internal.machine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

import io.github.udpchat.model.DropReason;

/**
 * What a machine wants done. The machine fills it, the engine empties it; both do so under the engine's lock, so nothing
 * here is synchronized. Sends keep their order among themselves, and so do the notices.
 *
 * <p>
 * The sends live in a ring that grows to the largest fan-out and is then reused: relaying to a thousand recipients
 * allocates nothing for each of them.
 */
public final class Outbox {

    private static final int FIRST_CAPACITY = 64;

    private InetSocketAddress[] recipients = new InetSocketAddress[FIRST_CAPACITY];
    private ByteBuffer[] datagrams = new ByteBuffer[FIRST_CAPACITY];
    private int head;
    private int size;
    private final Queue<Notice> notices = new ArrayDeque<>();
    private boolean listenerBehind;

    /** Sends a datagram. Its content must not change any more; the same buffer may be sent to many. */
    public void send(InetSocketAddress to, ByteBuffer datagram) {
        if (size == recipients.length) {
            grow();
        }
        int slot = (head + size) & (recipients.length - 1);
        recipients[slot] = to;
        datagrams[slot] = datagram;
        size++;
    }

    private void grow() {
        InetSocketAddress[] moreRecipients = new InetSocketAddress[size * 2];
        ByteBuffer[] moreDatagrams = new ByteBuffer[size * 2];
        int untilEnd = size - head;
        System.arraycopy(recipients, head, moreRecipients, 0, untilEnd);
        System.arraycopy(recipients, 0, moreRecipients, untilEnd, head);
        System.arraycopy(datagrams, head, moreDatagrams, 0, untilEnd);
        System.arraycopy(datagrams, 0, moreDatagrams, untilEnd, head);
        recipients = moreRecipients;
        datagrams = moreDatagrams;
        head = 0;
    }

    /** Reports an event to the application. */
    public void event(Event event) {
        notices.add(event);
    }

    /** Puts a question to the application's plug-ins. */
    public void ask(Ask ask) {
        notices.add(ask);
    }

    /** Counts something dropped, and reports it. */
    public void dropped(DropReason reason) {
        notices.add(Dropped.of(reason));
    }

    /** Tells something to those who record. */
    public void trace(Trace trace) {
        notices.add(trace);
    }

    /** Completes a future, on a thread where the application's code may run. */
    public <T> void complete(Reply<T> reply) {
        notices.add(reply);
    }

    /** {@return whether so many joins and leaves wait for the listener that nobody should join now} */
    public boolean listenerBehind() {
        return listenerBehind;
    }

    // What follows is the engine's side.

    /** Says whether the listener is behind, before the machine is called. */
    public void setListenerBehind(boolean behind) {
        listenerBehind = behind;
    }

    /** {@return how many sends wait} */
    public int sends() {
        return size;
    }

    /** {@return where the oldest send goes} */
    public InetSocketAddress recipient() {
        return recipients[head];
    }

    /** {@return what the oldest send carries} */
    public ByteBuffer datagram() {
        return datagrams[head];
    }

    /** Forgets the oldest send. */
    public void removeSend() {
        recipients[head] = null;
        datagrams[head] = null;
        head = (head + 1) & (recipients.length - 1);
        size--;
    }

    /** {@return the notices, oldest first; the engine removes what it has taken} */
    public Queue<Notice> notices() {
        return notices;
    }
}
