package io.github.udpchat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.udpchat.codec.Codec;
import io.github.udpchat.internal.engine.Command;
import io.github.udpchat.internal.engine.Engine;
import io.github.udpchat.internal.engine.PlugIns;
import io.github.udpchat.internal.machine.ClientMachine;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ClientStats;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;

/**
 * A chat client: speaks to a server under a name, and hears what others say. Runs from {@link ChatClientBuilder#connect}
 * to {@link #close}.
 *
 * <p>
 * Safe for use by several threads. No method blocks except {@code join}, {@link #awaitClosed} and, for at most 2 seconds,
 * {@link #close}. On the session protocol a client that has lost its session makes another one by itself, as its
 * {@link ReconnectPolicy} says: its listener hears of both, and what it sends meanwhile waits. Where the end is final (the server
 * removed it, for example) the listener hears {@link ConnectionState.Disconnected}, sends are refused as
 * {@link DropReason#NOT_CONNECTED}, and it is to be closed.
 *
 * {@snippet :
 * try (ChatClient client = ChatClient.builder().server("127.0.0.1", 5000).name("Ana").connect()) {
 *     Room dev = client.join("dev", message -> System.out.println(PrintableText.of(message.text())));
 *     dev.send("hello").thenAccept(delivery -> System.out.println(delivery));
 *     client.awaitClosed();
 * }
 * }
 */
public final class ChatClient implements AutoCloseable {

    private final Engine<ClientMachine> engine;
    private final ListenerGuard guard;
    private final ClientHearing hearing;
    private final Subscriptions subscriptions;
    private final Parts parts;
    private final JoinedRooms rooms;
    private final Room lobby;

    private ChatClient(Parts parts, DatagramTransport transport, Binding binding, EndpointOptions options,
            ChatClientListener listener, Subscriptions subscriptions) {
        this.parts = parts;
        this.hearing = new ClientHearing(listener, subscriptions,
                () -> inspect((machine, now, out) -> machine.takePresence()));
        this.subscriptions = subscriptions;
        Host host = options.network().host();
        this.engine = new Engine<>(
                parts.machine(), transport, binding, host, options.overflow(), PlugIns.NONE, this::dispatch);
        this.guard = new ListenerGuard(engine);
        this.rooms = new JoinedRooms(engine, subscriptions, parts.voice());
        this.lobby = rooms.room(parts.lobby());
    }

    /**
     * What a client consists of.
     *
     * @param machine speaks the protocol
     * @param name    the name asked for
     * @param lobby   the room in which it is from the start
     * @param voice   puts what the application says into the form of the protocol, and checks it
     */
    record Parts(ClientMachine machine, String name, RoomId lobby, Function<Payload, ByteBuffer> voice) {}

    static ChatClient start(Parts parts, DatagramTransport transport, Binding binding, EndpointOptions options,
            ChatClientListener listener, Subscriptions subscriptions) {
        try {
            ChatClient client = new ChatClient(parts, transport, binding, options, listener, subscriptions);
            client.engine.start();
            return client;
        } catch (RuntimeException | Error notStarted) {
            transport.close();
            throw notStarted;
        }
    }

    /** Looks at the machine, under its lock. */
    <R> R inspect(Command<? super ClientMachine, R> look) {
        return engine.inspect(look);
    }

    /** The server has let the client in under a name, for the first time; it may have heard so already, and of another since. */
    void isCalledAtFirst(String name) {
        hearing.isCalledAtFirst(name);
    }

    /** {@return a builder with every option at its default} */
    public static ChatClientBuilder builder() {
        return new ChatClientBuilder();
    }

    /** {@return the address that the client is bound to, with the port that was chosen} */
    public InetSocketAddress localAddress() {
        return engine.localAddress();
    }

    /**
     * {@return the address of the server that the client is at, or tries, or was at last: another one than it was given after it went
     * to a successor ({@link ChatServer#drain(Duration, InetSocketAddress)})}
     */
    public InetSocketAddress serverAddress() {
        return inspect((machine, now, out) -> machine.server());
    }

    /** {@return the name that the client speaks under: on the session protocol the one that the server gave to it} */
    public String name() {
        return Objects.requireNonNullElse(hearing.given(), parts.name());
    }

    /** {@return the room that the client is in from the start: {@link RoomId#LOBBY}, on classic {@link RoomId#CLASSIC}} */
    public Room lobby() {
        return lobby;
    }

    /**
     * Enters a room, made by that if there is none, and waits until the client is in; see
     * {@link #joinAsync(String, Consumer)}. Its messages are heard by the client's listener.
     *
     * @param name the room's name
     * @return the room
     * @throws JoinFailedException      if the client does not get in
     * @throws IllegalArgumentException if there can be no room of that name
     */
    public Room join(String name) {
        return join(name, message -> {
        });
    }

    /**
     * Enters a room, made by that if there is none, and waits until the client is in; see
     * {@link #joinAsync(String, Consumer)}.
     *
     * @param name     the room's name
     * @param listener hears what is said there, from the first message on, after the client's listener
     * @return the room
     * @throws JoinFailedException      if the client does not get in
     * @throws IllegalArgumentException if there can be no room of that name
     */
    public Room join(String name, Consumer<? super ChatMessage> listener) {
        return JoinedRooms.awaitEntry(joinAsync(name, listener));
    }

    /**
     * Enters a room, made by that if there is none, and waits until the client is in; see
     * {@link #joinAsync(String, Codec, TypedListener)}.
     *
     * @param <T>      the application's message type
     * @param name     the room's name
     * @param codec    turns it into bytes and back
     * @param listener hears what is said there, from the first message on, after the client's listener
     * @return the view of the room in that type
     * @throws JoinFailedException      if the client does not get in
     * @throws IllegalArgumentException if there can be no room of that name
     */
    public <T> TypedRoom<T> join(String name, Codec<T> codec, TypedListener<T> listener) {
        return JoinedRooms.awaitEntry(joinAsync(name, codec, listener));
    }

    /**
     * Enters a room, made by that if there is none, on the session protocol. A client that loses its session enters its rooms
     * again by itself. While it is reconnecting the future waits; to cancel it does not take the wish back, {@link #leave} does. A client may be in 64 rooms, the lobby included.
     * To join a room again in which it is adds the listener to those that it has there. The room {@code classic} belongs to classic peers,
     * and nobody can join it; on the classic protocol nobody can join any.
     *
     * @param name     the room's name: 1 to 32 characters of one script, none of them invisible, by the rule of PROTOCOL.md,
     *                 section 2.14. Put into the form NFKC; otherwise rooms are told apart by each character
     * @param listener hears what is said there, from the first message on, after the client's listener
     * @return the room, when the client is in; fails with a {@link JoinFailedException} if it does not get in
     * @throws IllegalArgumentException if there can be no room of that name
     */
    public CompletableFuture<Room> joinAsync(String name, Consumer<? super ChatMessage> listener) {
        RoomId id = JoinedRooms.named(Objects.requireNonNull(name, "name"));
        return rooms.enter(id, subscriptions.add(id, listener));
    }

    /**
     * Enters a room as {@link #joinAsync(String, Consumer)} does, and hears it in an application's own message type: what was said
     * before, as {@link TypedListener#onHistory}, and what is said from then on.
     *
     * @param <T>      that type
     * @param name     the room's name
     * @param codec    turns it into bytes and back
     * @param listener hears what is said there, from the first message on, after the client's listener
     * @return the view of the room in that type, when the client is in; fails with a {@link JoinFailedException} if it does not get in
     * @throws IllegalArgumentException if there can be no room of that name
     */
    public <T> CompletableFuture<TypedRoom<T>> joinAsync(String name, Codec<T> codec, TypedListener<T> listener) {
        RoomId id = JoinedRooms.named(Objects.requireNonNull(name, "name"));
        Subscription listens = subscriptions.add(id, Objects.requireNonNull(codec, "codec"), listener);
        return rooms.enter(id, listens).thenApply(room -> room.as(codec));
    }

    /**
     * Leaves a room. What was said there and has no outcome yet gets one; what is said there from now on is refused as
     * {@link DropReason#NOT_A_MEMBER}. Listeners of the room hear nothing any more. Means nothing if the client is not there.
     *
     * @param room a room that was joined
     * @throws IllegalArgumentException if it is the room in which the client is from the start
     */
    public void leave(Room room) {
        RoomId id = Objects.requireNonNull(room, "room").id();
        if (id.equals(lobby.id())) {
            throw new IllegalArgumentException("room \"" + id + "\" is left by closing the client");
        }
        rooms.leave(id);
    }

    /**
     * Says a line of text to one person alone; see {@link #direct(PeerId, Payload)}.
     *
     * @param to   to whom
     * @param text the line; may be empty
     * @return how it ends
     * @throws IllegalArgumentException if the text has more than 65,280 bytes in UTF-8, or an unpaired surrogate
     */
    public CompletableFuture<DirectDelivery> direct(PeerId to, String text) {
        return direct(to, Payload.utf8(text));
    }

    /**
     * Says something to one person alone, on the session protocol: nobody but the server sees it, and the server's application
     * does not hear it. Never blocks; the future ends as that of a send in a room does ({@link Room}), with exactly one
     * {@link DirectDelivery}. What one client says to one person arrives in that order.
     *
     * <p>
     * An id means somebody only as long as that one is there, and the server runs: what has not been said when the server was
     * started again is refused as {@link DropReason#NO_SUCH_PEER}, and so is everything on the classic protocol. An id that was
     * heard before the server was started again means nobody, but for a rare chance ({@link PeerId}).
     *
     * @param to      to whom: the id of somebody who is there ({@link Room#presence}), or that a message of theirs had
     *                ({@link ChatMessage#authorId}, {@link DirectMessage#authorId})
     * @param content the bytes
     * @return how it ends
     * @throws IllegalArgumentException if the content has more than 65,280 bytes
     */
    public CompletableFuture<DirectDelivery> direct(PeerId to, Payload content) {
        Objects.requireNonNull(to, "to");
        ByteBuffer message = Voices.fitting(Objects.requireNonNull(content, "content"));
        return engine.say(null, message.remaining(),
                (machine, now, outcome, out) -> machine.direct(now, to, message, outcome, out),
                new Delivery.Refused(DropReason.CLOSED));
    }

    /**
     * Tells the others in a room that this client's user types: to be called with every key, of which one in 2 seconds is told.
     * May get lost; means nothing in rooms of more than 256 members, where the client is not, and on the classic protocol.
     *
     * @param room where
     */
    public void typing(Room room) {
        RoomId id = Objects.requireNonNull(room, "room").id();
        engine.tell((machine, now, out) -> machine.type(now, id, out));
    }

    /** {@return the client's figures at this moment} */
    public ClientStats stats() {
        return engine.inspect((machine, now, out) -> machine.stats(engine.traffic()));
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
        hearing.dispatch(event, guard);
    }
}
