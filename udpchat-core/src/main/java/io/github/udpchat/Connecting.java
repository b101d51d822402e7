package io.github.udpchat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.udpchat.internal.engine.HostFuture;
import io.github.udpchat.internal.session.SessionClient;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.IdentityKey;

/**
 * A client on the session protocol that runs, and asks its server to be let in. Owned by one call of
 * {@link ChatClientBuilder#connect} or {@link ChatClientBuilder#connectAsync}. A client that is not let in is closed.
 *
 * @param connected how the first connection ended
 * @param memory    of the keys that servers have had
 */
record Connecting(ChatClient client, SessionClient machine, HostFuture<ConnectionState> connected,
        Optional<KeyMemory> memory) {

    /** Where the key is written down that a server has proved for the first time. */
    record KeyMemory(KnownServers file, String server) {

        Optional<IdentityKey> known() {
            return file.find(server);
        }

        /** {@return whether that is the server that is known, now at least} */
        boolean isSame(IdentityKey proved) {
            Optional<IdentityKey> known = known();
            if (known.isEmpty()) {
                file.add(server, proved);
            }
            // Another client of the same file may have been faster, and have seen another server.
            return known.isEmpty() || known.get().equals(proved);
        }
    }

    /** Waits until the server has let the client in. */
    ChatClient await() {
        try {
            return outcome(connected.join());
        } catch (RuntimeException | Error notConnected) {
            client.close();
            throw notConnected;
        }
    }

    /** {@return the client when the server has let it in; who completes or cancels the future closes the client} */
    CompletableFuture<ChatClient> future() {
        Joining joining = new Joining();
        connected.thenAccept(joining::ended);
        return joining;
    }

    /**
     * A future of which somebody else may say first how it ends. Then nobody will have the client; it is closed before any dependent
     * hears of the end, so that one of them may begin again at the same local address.
     */
    private final class Joining extends HostFuture<ChatClient> {

        private final AtomicBoolean decided = new AtomicBoolean();

        Joining() {
            super(connected);
        }

        private void ended(ConnectionState state) {
            try {
                ChatClient member = outcome(state);
                if (decided.compareAndSet(false, true)) {
                    super.complete(member);
                }
            } catch (RuntimeException | Error notConnected) {
                completeExceptionally(notConnected);
            }
        }

        private boolean isDecidedNow() {
            boolean now = decided.compareAndSet(false, true);
            if (now) {
                client.close();
            }
            return now;
        }

        @Override
        public boolean complete(ChatClient another) {
            return isDecidedNow() && super.complete(another);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            return isDecidedNow() && super.completeExceptionally(failure);
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return isDecidedNow() && super.cancel(mayInterruptIfRunning) || isCancelled();
        }
    }

    private ChatClient outcome(ConnectionState state) {
        // Also where the server did not let the client in: it has proved its key all the same.
        Optional<IdentityKey> proved = client.inspect((any, now, out) -> machine.provedServerKey());
        if (memory.isPresent() && proved.isPresent() && !memory.get().isSame(proved.get())) {
            throw failed(new DisconnectReason.WrongServerKey(proved.get()));
        }
        switch (state) {
            case ConnectionState.Connected(IdentityKey key, String given) -> client.isCalledAtFirst(given);
            case ConnectionState.Disconnected(DisconnectReason why) -> throw failed(why);
            case ConnectionState.Reconnecting again ->
                throw new AssertionError("the end of connecting was waited for");
        }
        return client;
    }

    private ConnectFailedException failed(DisconnectReason why) {
        return new ConnectFailedException("Can't join the server at " + EndpointOptions.shown(client.serverAddress())
                + ": " + Sentences.of(why), why);
    }
}
