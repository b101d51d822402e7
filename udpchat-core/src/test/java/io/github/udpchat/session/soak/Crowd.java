package io.github.udpchat.session.soak;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

/** A server and clients that talk for long. Owned by one thread. */
interface Crowd extends AutoCloseable {

    /**
     * What has happened since the start.
     *
     * @param said  how much was said
     * @param heard how often something was heard
     * @param joins how often somebody joined
     * @param lost  how often a client has lost its session
     */
    record Figures(long said, long heard, long joins, int lost) {}

    /** Lets everybody talk for a while; returns when all of it has been heard and has an outcome. */
    void talk(Duration length, double messagesPerSecond);

    /** Has some leave, and others take their places. */
    void change(int count);

    /** {@return what has happened since the start} */
    Figures figures();

    /** {@return how many datagrams have passed, and how many were lost on purpose} */
    String datagrams();

    /** {@return what should not have happened} */
    List<String> violations();

    @Override
    void close();

    /** {@return a client that was connected on another thread} */
    static <T> T connected(Future<T> coming) {
        try {
            return coming.get();
        } catch (Exception e) {
            throw new IllegalStateException("a client could not connect", e);
        }
    }
}
