package io.github.udpchat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.classic.ClassicClient;
import io.github.udpchat.internal.classic.ClassicSpeaker;
import io.github.udpchat.internal.engine.Engine;
import io.github.udpchat.internal.engine.HostFuture;
import io.github.udpchat.internal.engine.PlugIns;
import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.ClientStats;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;

/**
 * A chat client: speaks to a server under a name, and hears what others say. Runs from {@link ChatClientBuilder#connect}
 * to {@link #close}.
 *
 * <p>
 * Safe for use by several threads. No method blocks except {@link #awaitClosed} and, for at most 2 seconds,
 * {@link #close}.
 */
public final class ChatClient implements AutoCloseable {

    private final Engine<ClassicClient> engine;
    private final ListenerGuard guard;
    private final ChatClientListener listener;
    private final Subscriptions subscriptions;
    private final ClassicSpeaker speaker;
    private final InetSocketAddress serverAddress;
    private final Room lobby;

    private ChatClient(ClassicClient machine, DatagramTransport transport, Binding binding, EndpointOptions options,
            ClassicSpeaker speaker, InetSocketAddress serverAddress, ChatClientListener listener,
            Subscriptions subscriptions) {
        this.listener = listener;
        this.subscriptions = subscriptions;
        this.speaker = speaker;
        this.serverAddress = serverAddress;
        Host host = options.network().host();
        this.engine = new Engine<>(
                machine, transport, binding, host, options.overflow(), PlugIns.NONE, this::dispatch);
        this.guard = new ListenerGuard(engine);
        this.lobby = new Room(RoomId.CLASSIC, this::send, subscriptions);
    }

    static ChatClient start(ClassicClient machine, DatagramTransport transport, Binding binding,
            EndpointOptions options, ClassicSpeaker speaker, InetSocketAddress serverAddress,
            ChatClientListener listener, Subscriptions subscriptions) {
        try {
            ChatClient client = new ChatClient(
                    machine, transport, binding, options, speaker, serverAddress, listener, subscriptions);
            client.engine.start();
            return client;
        } catch (RuntimeException | Error notStarted) {
            transport.close();
            throw notStarted;
        }
    }

    /** {@return a builder with every option at its default} */
    public static ChatClientBuilder builder() {
        return new ChatClientBuilder();
    }

    /** {@return the address that the client is bound to, with the port that was chosen} */
    public InetSocketAddress localAddress() {
        return engine.localAddress();
    }

    /** {@return the server's address} */
    public InetSocketAddress serverAddress() {
        return serverAddress;
    }

    /** {@return the name that the client speaks under} */
    public String name() {
        return speaker.name();
    }

    /** {@return the room that the client is in from the start; on the classic protocol {@link RoomId#CLASSIC}} */
    public Room lobby() {
        return lobby;
    }

    private CompletableFuture<Delivery> send(Payload content) {
        ByteBuffer datagram = speaker.datagram(content);
        Delivery delivery = engine.call(
                (machine, now, out) -> machine.send(datagram, out),
                new Delivery.Refused(DropReason.CLOSED));
        return HostFuture.completed(engine.host(), delivery);
    }

    /** {@return the client's figures at this moment} */
    public ClientStats stats() {
        return engine.inspect(
                (machine, now, out) -> new ClientStats(machine.sent(), machine.received(), engine.traffic()));
    }

    /**
     * Leaves the server and closes the client: the local port is free, the listener hears {@code onClosed}. May be called
     * from anywhere, a listener included, and any number of times. Returns within 2 seconds: when the listener has heard
     * the end, or earlier when it is the listener that calls, or when the listener takes too long.
     */
    @Override
    public void close() {
        engine.close();
    }

    /**
     * Waits until the client is closed and its listener has heard so.
     *
     * @throws InterruptedException  if the thread is interrupted meanwhile
     * @throws IllegalStateException if called in this client's own callbacks, where it would wait for itself
     */
    public void awaitClosed() throws InterruptedException {
        engine.awaitEnd();
    }

    /** {@return what this is, under which name and where} */
    @Override
    public String toString() {
        return "ChatClient[" + PrintableText.of(name()) + " at " + EndpointOptions.shown(localAddress()) + "]";
    }

    private void dispatch(Event event) {
        switch (event) {
            case ClientEvent.Received(var message) -> {
                guard.run("onMessage", () -> listener.onMessage(message));
                subscriptions.deliver(Optional.empty(), message, guard);
            }
            case EndpointEvent.Drops(DropReason reason, long count) ->
                guard.run("onDropped", () -> listener.onDropped(reason, count));
            case EndpointEvent.PlugInFailed(String during, Throwable error) ->
                guard.runLast("onError", () -> listener.onError(during, error));
            case EndpointEvent.Closed(var why) -> guard.runLast("onClosed", () -> listener.onClosed(why));
            case ServerEvent ofAServer -> throw new AssertionError(ofAServer);
        }
    }
}
