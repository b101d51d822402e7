package io.github.udpchat.session.soak;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Protocol;

/** A client at a place of the crowd. Its listener runs on its events thread; all else belongs to the crowd's threads. */
final class Sitter implements ChatClientListener, AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(60);

    private final int place;
    private final Ledger ledger;
    private final Ledger.Ear ear;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final ChatClient client;
    private volatile boolean lostInThisRound;

    Sitter(InetSocketAddress server, Ledger ledger, int place, String name) {
        this.place = place;
        this.ledger = ledger;
        this.ear = ledger.ear(name, place);
        this.client = ChatClient.builder().protocol(Protocol.SESSION).server(server).name(name).listener(this)
                .connectTimeout(CONNECT_TIMEOUT).connect();
    }

    void says(int padding) {
        open.incrementAndGet();
        client.lobby().send(ledger.says(place, padding)).thenAccept(this::onOutcome);
    }

    private void onOutcome(Delivery outcome) {
        boolean fine = switch (outcome) {
            case Delivery.Relayed relayed -> true;
            case Delivery.Unconfirmed unconfirmed -> lostInThisRound;
            case Delivery.Refused refused -> false;
        };
        if (!fine) {
            ledger.violated("a message of place %d ended as %s", place, outcome);
        }
        open.decrementAndGet();
    }

    @Override
    public void onMessage(ChatMessage message) {
        ear.hears(message.line());
    }

    @Override
    public void onConnection(ConnectionState state) {
        if (!(state instanceof ConnectionState.Connected)) {
            lost.incrementAndGet();
            lostInThisRound = true;
            ear.missedSome();
        }
    }

    @Override
    public void onError(String during, Throwable error) {
        ledger.violated("%s failed at place %d: %s", during, place, error);
    }

    /** {@return whether it has heard everything, and everything that it has said has an outcome} */
    boolean isSettled() {
        return open.get() == 0 && ear.isUpToDate();
    }

    void settles() {
        ear.settles();
        lostInThisRound = false;
    }

    /** {@return how often it has lost its session} */
    int lost() {
        return lost.get();
    }

    InetSocketAddress address() {
        return client.localAddress();
    }

    @Override
    public void close() {
        client.close();
    }
}
