package io.github.udpchat.internal.session;

import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.machine.Machine;

/**
 * Who of many is due next: a binary heap whose elements know their place, so that a deadline that moves costs the logarithm
 * of their number, and one that never comes costs no place. Owned by one {@link SessionServer}.
 *
 * @param <E> what has deadlines
 */
final class DeadlineQueue<E extends DeadlineQueue.Entry> {

    private final List<E> heap = new ArrayList<>();

    /** Something with a deadline, in one queue at most. */
    abstract static class Entry {

        private static final int NOWHERE = -1;

        private int place = NOWHERE;
        private long deadline = Machine.NEVER;
    }

    /** {@return the earliest deadline, or {@link Machine#NEVER}} */
    long earliest() {
        return heap.isEmpty() ? Machine.NEVER : deadline(heap.getFirst());
    }

    private static long deadline(Entry entry) {
        return entry.deadline;
    }

    /** {@return the element with the earliest deadline; there must be one} */
    E first() {
        return heap.getFirst();
    }

    /** Gives an element a deadline; {@link Machine#NEVER} takes it out. */
    void set(E element, long deadline) {
        Entry entry = element;
        if (deadline == Machine.NEVER) {
            remove(element);
            return;
        }
        if (entry.place == Entry.NOWHERE) {
            entry.deadline = deadline;
            heap.add(element);
            up(element, heap.size() - 1);
        } else if (deadline != entry.deadline) {
            boolean earlier = deadline < entry.deadline;
            entry.deadline = deadline;
            if (earlier) {
                up(element, entry.place);
            } else {
                down(element, entry.place);
            }
        }
    }

    private void remove(E element) {
        Entry entry = element;
        if (entry.place == Entry.NOWHERE) {
            return;
        }
        int hole = entry.place;
        entry.place = Entry.NOWHERE;
        entry.deadline = Machine.NEVER;
        E last = heap.removeLast();
        if (last != element) {
            up(last, hole);
            down(last, place(last));
        }
    }

    private static int place(Entry entry) {
        return entry.place;
    }

    private void up(E element, int from) {
        int place = from;
        for (int parent = (place - 1) >> 1; place > 0
                && deadline(element) < deadline(heap.get(parent)); parent = (place - 1) >> 1) {
            put(heap.get(parent), place);
            place = parent;
        }
        put(element, place);
    }

    private void down(E element, int from) {
        int place = from;
        for (int child = earlierChild(place); child < heap.size()
                && deadline(heap.get(child)) < deadline(element); child = earlierChild(place)) {
            put(heap.get(child), place);
            place = child;
        }
        put(element, place);
    }

    /** The child with the earlier deadline; beyond the heap if there is none. */
    private int earlierChild(int place) {
        int left = 2 * place + 1;
        int right = left + 1;
        return right < heap.size() && deadline(heap.get(right)) < deadline(heap.get(left)) ? right : left;
    }

    private void put(E element, int place) {
        heap.set(place, element);
        Entry entry = element;
        entry.place = place;
    }

    /** {@return how many have a deadline} */
    int size() {
        return heap.size();
    }
}
