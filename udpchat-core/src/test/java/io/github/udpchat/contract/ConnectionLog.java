package io.github.udpchat.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.model.ConnectionState;

/** A client's listener that remembers what it heard, and how it stood to its server. */
public final class ConnectionLog extends ClientLog {

    private final List<ConnectionState> states = new CopyOnWriteArrayList<>();

    @Override
    public void onConnection(ConnectionState state) {
        states.add(state);
    }

    /** {@return the states, in order} */
    public List<ConnectionState> states() {
        return states;
    }
}
