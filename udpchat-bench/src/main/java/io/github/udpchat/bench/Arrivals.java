package io.github.udpchat.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;

/** What peers with threads of their own have heard, until the generator's one thread takes it. */
final class Arrivals {

    private record Heard(ByteBuffer text, int peer) {}

    private final BlockingQueue<Heard> queue = new LinkedBlockingQueue<>();

    /** A peer has heard a text, which stays as it is from now on. Called by any thread. */
    void add(ByteBuffer text, int peer) {
        queue.add(new Heard(text, peer));
    }

    /** Takes what has arrived, and waits for the first at most this long. */
    void take(long timeoutMillis, ObjIntConsumer<ByteBuffer> receiver) {
        try {
            Heard heard = queue.poll(timeoutMillis, TimeUnit.MILLISECONDS);
            while (heard != null) {
                receiver.accept(heard.text(), heard.peer());
                heard = queue.poll();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the generator", e);
        }
    }
}
