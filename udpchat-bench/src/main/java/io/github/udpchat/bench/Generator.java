package io.github.udpchat.bench;

import java.io.IOException;

/** Puts loads on one server, with whose peers it is connected. Used by one thread. */
interface Generator extends AutoCloseable {

    /** Puts a load on the server, of as many peers as there are. */
    LoadResult put(Load load) throws IOException;

    /** {@return what the process uses in which the peers are} */
    ProcessUsage usage();

    @Override
    void close() throws IOException;
}
