package io.github.udpchat.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.ObjIntConsumer;

/** All peers of one server, every one a member. The first one, number 0, talks. Used by one thread. */
interface Crowd extends AutoCloseable {

    /** {@return how many peers there are, the one that talks included} */
    int size();

    /** The first peer says something. */
    void say(byte[] text) throws IOException;

    /** Takes what has arrived, and waits for the first at most this long. The receiver gets a text and the peer's number. */
    void receive(long timeoutMillis, ObjIntConsumer<ByteBuffer> receiver) throws IOException;

    @Override
    void close() throws IOException;
}
