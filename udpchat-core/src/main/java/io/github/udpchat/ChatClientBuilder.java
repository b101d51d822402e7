package io.github.udpchat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.engine.HostFuture;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.model.History;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.ReconnectPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link ChatClient}. Every option has a default. Not safe for use by several
 * threads; may be used for several clients, one after another.
 *
 * {@snippet :
 * ChatClient client = ChatClient.builder()
 *         .server("chat.example.org", 5000)
 *         .trust(Trust.firstUse(Path.of("known-servers")))
 *         .name("Ana")
 *         .listener(message -> System.out.println(PrintableText.of(message.text())))
 *         .connect();
 * }
 */
public final class ChatClientBuilder extends EndpointBuilder<ChatClientBuilder> {

    private static final int FIRST_GUEST = 1000;
    private static final int LAST_GUEST = 9999;
    private static final int DEFAULT_RECALL = 50;

    private InetSocketAddress server = EndpointOptions.unresolved("127.0.0.1", ChatServer.DEFAULT_PORT);
    private @Nullable String name;
    private @Nullable Trust trust;
    private Payload token = Payload.EMPTY;
    private Duration connectTimeout = Duration.ofSeconds(30);
    private ReconnectPolicy reconnect = ReconnectPolicy.defaults();
    private int recall = DEFAULT_RECALL;
    private ChatClientListener listener = message -> {
    };

    ChatClientBuilder() {}

    @Override
    ChatClientBuilder self() {
        return this;
    }

    /**
     * Which protocol the client speaks. Default: {@link Protocol#SESSION}. The classic protocol has neither authentication nor
     * encryption: it is for trusted networks.
     *
     * @param protocol the protocol
     * @return this
     */
    public ChatClientBuilder protocol(Protocol protocol) {
        options.protocols(protocol);
        return this;
    }

    /**
     * Who the client is, on the session protocol. Default: a visitor, somebody new for each client.
     *
     * @param identity the identity, for example {@code Identity.file(Path.of("me.key"))}, which makes the file if need be
     * @return this
     */
    public ChatClientBuilder identity(Identity identity) {
        options.identity(identity);
        return this;
    }

    /**
     * Which server is the right one, on the session protocol. Default: {@link Trust#any} where the server's address is
     * loopback; elsewhere it must be said.
     *
     * @param trust the trust, for example {@code Trust.pinned(key)}
     * @return this
     */
    public ChatClientBuilder trust(Trust trust) {
        this.trust = Objects.requireNonNull(trust, "trust");
        return this;
    }

    /**
     * What the server's admission hook is shown, on the session protocol: a password or a ticket, for example. Nobody but the
     * server can read it. Default: nothing.
     *
     * @param token at most 512 bytes
     * @return this
     * @throws IllegalArgumentException if there are more
     */
    public ChatClientBuilder token(Payload token) {
        if (Objects.requireNonNull(token, "token").size() > ControlMessage.MAX_TOKEN_BYTES) {
            throw new IllegalArgumentException("token must have at most " + ControlMessage.MAX_TOKEN_BYTES
                    + " bytes, had " + token.size());
        }
        this.token = token;
        return this;
    }

    /**
     * How long {@link #connect} waits to be let in, on the session protocol. Default: 30 seconds.
     *
     * @param timeout 1 ms to 1 hour
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public ChatClientBuilder connectTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("connectTimeout must be 1 ms to 1 hour, was " + timeout);
        }
        connectTimeout = timeout;
        return this;
    }

    /**
     * When the client makes another session after it has lost one, on the session protocol: the server was started again, say,
     * or was not to be reached. The listener hears of it as {@code onConnection}. Default: {@link ReconnectPolicy#defaults}, which
     * goes on until the client is closed.
     *
     * @param policy the policy; {@link ReconnectPolicy#never} for one session alone
     * @return this
     */
    public ChatClientBuilder reconnect(ReconnectPolicy policy) {
        reconnect = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * How many messages the client gets of what was said in a room before it enters it for the first time, the lobby included,
     * as far as the server remembers them: {@link ChatClientListener#onRecall} and {@code onHistory}. What it has missed while it had
     * no session it always gets. Only on the session protocol. Default: 50.
     *
     * @param messages how many at most, 0 to 10,000
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public ChatClientBuilder recall(int messages) {
        if (messages < 0 || messages > History.MOST_MESSAGES) {
            throw new IllegalArgumentException(
                    "recall must be 0 to " + History.MOST_MESSAGES + " messages, was " + messages);
        }
        recall = messages;
        return this;
    }

    /**
     * Whether the client agrees to be in rooms that classic peers hear, on the session protocol: what is said there goes out in
     * plain text, and anybody may claim to be a classic peer. Such a room is told of by
     * {@link ChatClientListener#onPlaintext}. Default: false, and then the client does not get into such a room, nor into a server
     * whose lobby is one.
     *
     * @param accepted whether it does
     * @return this
     */
    public ChatClientBuilder acceptPlaintext(boolean accepted) {
        options.acceptPlaintext(accepted);
        return this;
    }

    /**
     * Where the server is. Default: 127.0.0.1, port {@value ChatServer#DEFAULT_PORT}.
     *
     * @param host a host name or an IPv4 or IPv6 address, looked up by {@link #connect}
     * @param port 1 to 65535
     * @return this
     * @throws IllegalArgumentException if the host is blank or the port out of range
     */
    public ChatClientBuilder server(String host, int port) {
        return server(EndpointOptions.unresolved(host, port));
    }

    /**
     * Where the server is, as people write it.
     *
     * @param hostAndPort {@code HOST:PORT}, see {@link #server(String, int)}; an IPv6 address in brackets
     * @return this
     * @throws IllegalArgumentException if it has another form, or the port is 0
     */
    public ChatClientBuilder server(String hostAndPort) {
        return server(EndpointOptions.parsed(hostAndPort));
    }

    /**
     * Where the server is.
     *
     * @param address its address, with a port that is not 0; the wildcard address stands for this machine
     * @return this
     * @throws IllegalArgumentException if the port is 0
     */
    public ChatClientBuilder server(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        if (address.getPort() == 0) {
            throw new IllegalArgumentException("the server's port must be 1 to 65535, was 0");
        }
        server = address;
        return this;
    }

    /**
     * The name to speak under. Default: {@code Guest} and a random number from 1000 to 9999.
     *
     * <p>
     * On the session protocol the server lets nobody have a name that somebody else has. It has 1 to 32 characters of one
     * script, none of them invisible; PROTOCOL.md, section 2.14, has the rule. On the classic protocol it is put in front of
     * each line: it is not empty, not {@code qqq}, without {@code ]->}, and at least 5 bytes shorter than a datagram may be.
     *
     * @param name the name
     * @return this
     * @throws IllegalArgumentException if the name can be used on no protocol; by {@link #connect} if it can't on the one
     *                                  that was chosen
     */
    public ChatClientBuilder name(String name) {
        this.name = EndpointOptions.speakable(name);
        return this;
    }

    /**
     * Hears what happens. Default: nobody.
     *
     * @param listener the listener
     * @return this
     */
    public ChatClientBuilder listener(ChatClientListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Binds a local address and joins the server.
     *
     * <p>
     * On the session protocol this returns when the server has let the client in, and throws if it does not. The classic
     * protocol has no answer: there this succeeds whether or not there is a server, and returns before the server has let the
     * client in. What others say until then is not heard. The client's threads do not keep the JVM alive.
     *
     * @return the running client
     * @throws ConnectFailedException   if the server does not let the client in, on the session protocol
     * @throws java.io.UncheckedIOException if the file that {@link Trust#firstUse} names can't be read or written
     * @throws StartFailedException     if a host is unknown or no local address can be bound
     * @throws IllegalStateException    if it was not said which server to trust
     * @throws IllegalArgumentException if the name can't be used
     */
    public ChatClient connect() {
        return options.speaks(Protocol.SESSION) ? session().await() : classic();
    }

    /**
     * Binds a local address and asks the server to join, as {@link #connect} does, but does not wait for the answer. On the classic
     * protocol there is none, and the future is done. The client runs from now on: its listener may hear of it before the
     * future is done. Whoever cancels the future, or completes it in another way ({@code orTimeout} and the like), closes the client
     * by that, before the future's dependents run; that takes as long as {@link ChatClient#close}.
     *
     * {@snippet :
     * ChatClient.builder().server("127.0.0.1", 5000).name("Ana").connectAsync()
     *         .thenAccept(client -> client.lobby().send("hello"));
     * }
     *
     * @return the running client, when the server has let it in; fails with a {@link ConnectFailedException} if it does not, or with
     *         what the file threw that {@link Trust#firstUse} names, and then the client is closed
     * @throws StartFailedException     if a host is unknown or no local address can be bound
     * @throws IllegalStateException    if it was not said which server to trust
     * @throws IllegalArgumentException if the name can't be used
     */
    public CompletableFuture<ChatClient> connectAsync() {
        if (options.speaks(Protocol.SESSION)) {
            return session().future();
        }
        CompletableFuture<ChatClient> done = new HostFuture<>(options.network().host());
        done.complete(classic());
        return done;
    }

    private Connecting session() {
        return assembly().session(bind, listener, subscriptions.copy(),
                new ClientAssembly.SessionOptions(trust, token, connectTimeout, reconnect, recall));
    }

    private ChatClient classic() {
        return assembly().classic(bind, listener, subscriptions.copy());
    }

    private ClientAssembly assembly() {
        RandomGenerator random = options.network().host().random();
        return new ClientAssembly(options, server,
                name == null ? "Guest" + random.nextInt(FIRST_GUEST, LAST_GUEST + 1) : name);
    }
}
