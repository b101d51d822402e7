package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.udpchat.internal.noise.HandshakeFailedException;
import io.github.udpchat.internal.noise.IkInitiator;
import io.github.udpchat.internal.noise.KeyPair25519;
import io.github.udpchat.internal.noise.TransportKeys;
import io.github.udpchat.internal.session.Inside;
import io.github.udpchat.internal.wire.AcceptPacket;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.InitPacket;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.RetryPacket;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.model.Payload;

/** A client that does what the test says, and understands all that the server sends. */
final class TestClient {

    private final ServerWorld world;
    private final InetSocketAddress address;
    private final long session;
    private final Seal sending;
    private final Seal receiving;
    private long largestReceived = -1;

    private TestClient(ServerWorld world, InetSocketAddress address, Made made) {
        this.world = world;
        this.address = address;
        this.session = made.session();
        this.sending = new Seal(made.session(), made.keys().initiatorToResponder());
        this.receiving = new Seal(made.session(), made.keys().responderToInitiator());
    }

    /** What a client can make of an answer, which is always the same for the same answer: agreements are slow. */
    private static final int MOST_KEPT = 10_000;
    private static final Map<ByteBuffer, byte[]> INITS = new ConcurrentHashMap<>();
    private static final Map<ByteBuffer, Made> MADE = new ConcurrentHashMap<>();

    /** An INIT as it must be, and what is needed to read the answer, once. */
    private record Init(byte[] datagram, IkInitiator noise) {}

    private record Made(long session, TransportKeys keys) {}

    /** {@return the HELLO of a client with that number} */
    static byte[] hello(int client) {
        return new HelloPacket(ServerWorld.APPLICATION, new Token16(client, client)).write().array();
    }

    /** {@return the INIT of a client with that number, for which it gets a cookie; no bytes if it gets none} */
    static byte[] init(ServerWorld world, InetSocketAddress address, int client) {
        world.drain.forget();
        world.arrives(address, hello(client));
        return world.drain.sent.isEmpty() ? new byte[0] : init(retry(world), client).clone();
    }

    private static ByteBuffer retry(ServerWorld world) {
        return ByteBuffer.wrap(world.drain.sent.getFirst().datagram());
    }

    private static byte[] init(ByteBuffer retry, int client) {
        if (INITS.size() > MOST_KEPT) {
            INITS.clear();
        }
        return INITS.computeIfAbsent(retry, answer -> newInit(RetryPacket.read(answer), client).datagram());
    }

    private static Init newInit(RetryPacket retry, int client) {
        InitPacket.Header header = new InitPacket.Header(ServerWorld.APPLICATION, retry.nonce(), retry.cookie());
        IkInitiator noise = new IkInitiator(Inside.prologue(header), KeyPair25519.of(secret(client)),
                Inside.keys(ServerWorld.IDENTITY).publicKey());
        try {
            byte[] message1 = noise.writeMessage1(secret(client + 1), ServerWorld.LIMITS.bytes());
            return new Init(new InitPacket(header, message1).write().array(), noise);
        } catch (HandshakeFailedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] secret(int number) {
        byte[] secret = new byte[KeyPair25519.PRIVATE_KEY_BYTES];
        Arrays.fill(secret, (byte) number);
        return secret;
    }

    /** {@return a client whose session is half-open} */
    static TestClient halfOpen(ServerWorld world, InetSocketAddress address, int client) {
        world.arrives(address, hello(client));
        ByteBuffer retry = retry(world);
        world.drain.forget();
        world.arrives(address, init(retry, client));
        Made made = MADE.computeIfAbsent(ByteBuffer.wrap(world.drain.sent.getFirst().datagram()),
                accept -> made(newInit(RetryPacket.read(retry), client).noise(), AcceptPacket.read(accept)));
        world.drain.forget();
        return new TestClient(world, address, made);
    }

    private static Made made(IkInitiator noise, AcceptPacket accept) {
        try {
            return new Made(Inside.accepted(noise.readMessage2(accept.message2())).sessionId(), noise.split());
        } catch (HandshakeFailedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the client, which has become a member under a name} */
    TestClient joined(String name) {
        world.arrives(address, join(name));
        world.arrives(address, acknowledgement());
        understand();
        assertThat(world.hub.peers()).anyMatch(peer -> peer.name().equals(name));
        return this;
    }

    long session() {
        return session;
    }

    Seal sending() {
        return sending;
    }

    byte[] join(String name) {
        ByteBuffer join = new ControlMessage.Join(1, false, name, Payload.EMPTY).write();
        return sealed(new Frame.Message(ChannelId.CONTROL, 0, join));
    }

    byte[] ping() {
        return sealed(new Frame.Ping());
    }

    /** {@return a packet that acknowledges the newest that has come, and nothing else} */
    byte[] acknowledgement() {
        understand();
        return largestReceived < 0 ? ping() : sealed(Frames.ack(largestReceived));
    }

    private byte[] sealed(Frame frame) {
        return sending.seal(Frames.bytes(List.of(frame)));
    }

    /** {@return the frames of what was sent to this client, which must be as they have to be; it is forgotten then} */
    List<Frame> understand() {
        List<Frame> frames = new ArrayList<>();
        for (Drain.Sent sent : world.drain.sent) {
            if (isForMe(sent)) {
                long number = ByteBuffer.wrap(sent.datagram()).getLong(10);
                assertThat(number).as("packet numbers rise").isGreaterThan(largestReceived);
                largestReceived = number;
                frames.addAll(read(receiving.open(sent.datagram())));
            }
        }
        world.drain.sent.removeIf(this::isForMe);
        return frames;
    }

    private boolean isForMe(Drain.Sent sent) {
        return sent.to().equals(address) && sent.type() == 0xFC;
    }

    private static List<Frame> read(byte[] bytes) {
        try {
            return Frames.requireSame(bytes, FrameReader.read(ByteBuffer.wrap(bytes), true));
        } catch (MalformedException e) {
            throw new AssertionError("a server sent what is malformed", e);
        }
    }
}
