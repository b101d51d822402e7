package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.udpchat.internal.noise.HandshakeFailedException;
import io.github.udpchat.internal.noise.IkInitiator;
import io.github.udpchat.internal.noise.TransportKeys;
import io.github.udpchat.internal.wire.AcceptPacket;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.InitPacket;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.RetryPacket;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Payload;
import org.jspecify.annotations.Nullable;

/** A client that does only what the test says, packet by packet, and nothing by itself. */
final class HandClient {

    private final SessionFixture world;
    private final InetSocketAddress address;
    private final IdentitySecret identity;
    private final Token16 nonce;
    private final Aead aead = new Aead();
    private @Nullable ByteBuffer init;
    private @Nullable IkInitiator noise;
    private @Nullable PacketSealer sealer;
    private @Nullable PacketOpener opener;
    private Limits limits;
    private long instance;
    private long sessionId;
    private long controlMessages;
    private long roomMessages;
    private @Nullable Frame lastSaid;

    HandClient(SessionFixture world, InetSocketAddress address, int identity) {
        this.world = world;
        this.address = address;
        this.identity = SessionFixture.identity(identity);
        this.limits = world.limits();
        this.instance = world.random.nextLong();
        this.nonce = new Token16(world.random.nextLong(), world.random.nextLong());
    }

    InetSocketAddress address() {
        return address;
    }

    /** Is the same client as another, started once. */
    HandClient sameInstanceAs(HandClient other) {
        instance = other.instance;
        return this;
    }

    /** Is ready for something else than its server. */
    HandClient with(Limits others) {
        limits = others;
        return this;
    }

    long sessionId() {
        return sessionId;
    }

    /** Sends HELLO, and makes INIT of what comes. */
    ByteBuffer init() {
        List<SessionFixture.Sent> answers = world.toServer(
                address, new HelloPacket(SessionFixture.APPLICATION, nonce).write());
        RetryPacket retry = Objects.requireNonNull(RetryPacket.read(answers.getFirst().datagram()));
        InitPacket.Header header = new InitPacket.Header(SessionFixture.APPLICATION, nonce, retry.cookie());
        noise = new IkInitiator(
                Handshakes.prologue(header), identity.staticKeys(), world.serverIdentity.staticKeys().publicKey());
        byte[] ephemeral = new byte[32];
        world.random.nextBytes(ephemeral);
        try {
            byte[] message1 = noise.writeMessage1(ephemeral, limits.bytes());
            init = new InitPacket(header, message1).write();
            return init;
        } catch (HandshakeFailedException e) {
            throw new AssertionError(e);
        }
    }

    /** The INIT that was made, with a message 1 that no server can read. */
    ByteBuffer brokenInit() {
        ByteBuffer whole = init();
        ByteBuffer broken = ByteBuffer.allocate(whole.remaining()).put(whole.duplicate()).flip();
        return broken.put(100, (byte) (broken.get(100) ^ 1));
    }

    List<SessionFixture.Sent> sendInit() {
        return world.toServer(address, Objects.requireNonNull(init));
    }

    void onAccept(ByteBuffer datagram) {
        AcceptPacket accept = Objects.requireNonNull(AcceptPacket.read(datagram));
        try {
            IkInitiator initiator = Objects.requireNonNull(noise);
            sessionId = Handshakes.accepted(initiator.readMessage2(accept.message2())).sessionId();
            TransportKeys keys = initiator.split();
            sealer = new PacketSealer(sessionId, new TrafficSecret(keys.initiatorToResponder()), aead);
            opener = new PacketOpener(new TrafficSecret(keys.responderToInitiator()), aead);
        } catch (HandshakeFailedException e) {
            throw new AssertionError(e);
        }
    }

    /** Goes as far as a half-open session. */
    HandClient halfOpen() {
        init();
        List<SessionFixture.Sent> answers = sendInit();
        onAccept(SessionFixture.ofType(PacketType.ACCEPT, answers).getFirst());
        return this;
    }

    /** Goes on to an open session, by a DATA without JOIN. */
    HandClient open() {
        halfOpen();
        send(new Frame.Ping());
        return this;
    }

    /** Goes on to a member. */
    HandClient member(String name) {
        halfOpen();
        join(name);
        world.answer(Admission.accept(name));
        return this;
    }

    ByteBuffer packet(Frame... frames) {
        ByteBuffer content = ByteBuffer.allocate(1_100);
        for (Frame frame : frames) {
            frame.writeTo(content);
        }
        return Objects.requireNonNull(sealer).seal(content.flip());
    }

    List<SessionFixture.Sent> send(Frame... frames) {
        return world.toServer(address, packet(frames));
    }

    Frame joinFrame(String name) {
        return new Frame.Message(ChannelId.CONTROL, controlMessages++,
                new ControlMessage.Join(instance, true, name, Payload.utf8("token")).write());
    }

    List<SessionFixture.Sent> join(String name) {
        return send(joinFrame(name));
    }

    List<SessionFixture.Sent> say(long counter, String text) {
        lastSaid = new Frame.Message(ServerRooms.LOBBY_CHANNEL, roomMessages++,
                new RoomFormat.Said(counter, Payload.utf8(text).asByteBuffer()).write());
        return send(lastSaid);
    }

    List<SessionFixture.Sent> say(long channel, long number, long counter, String text) {
        return send(new Frame.Message(
                channel, number, new RoomFormat.Said(counter, Payload.utf8(text).asByteBuffer()).write()));
    }

    /** Says something on channel 0. */
    List<SessionFixture.Sent> tell(ControlMessage message) {
        return send(new Frame.Message(ChannelId.CONTROL, controlMessages++, message.write()));
    }

    /** Says again what was said last, in a new packet. */
    List<SessionFixture.Sent> again() {
        return send(Objects.requireNonNull(lastSaid));
    }

    /** Reads what of these packets is for this client, where it is at home. */
    List<Frame> read(List<SessionFixture.Sent> sent) {
        return readAt(address, sent);
    }

    /** Reads what of these packets goes to an address of this client's. */
    List<Frame> readAt(InetSocketAddress place, List<SessionFixture.Sent> sent) {
        List<Frame> frames = new ArrayList<>();
        for (SessionFixture.Sent packet : sent) {
            if (packet.type() == PacketType.DATA && packet.to().equals(place)) {
                ByteBuffer opened = ByteBuffer.allocate(1_200);
                if (Objects.requireNonNull(opener).open(packet.datagram().duplicate(), opened) != null) {
                    throw new AssertionError("the server's packets are authentic and new");
                }
                try {
                    frames.addAll(FrameReader.read(opened.flip(), true));
                } catch (MalformedException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return frames;
    }

    /** The codes of the CLOSE frames among these packets. */
    List<Long> closes(List<SessionFixture.Sent> sent) {
        return read(sent).stream().filter(Frame.Close.class::isInstance).map(frame -> ((Frame.Close) frame).code())
                .toList();
    }

    /** The messages on channel 0 among these packets. */
    List<ControlMessage> control(List<SessionFixture.Sent> sent) {
        List<ControlMessage> messages = new ArrayList<>();
        for (Frame frame : read(sent)) {
            if (frame instanceof Frame.Message message && message.channel() == ChannelId.CONTROL) {
                try {
                    messages.add(ControlMessage.read(message.content()));
                } catch (MalformedException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return messages;
    }
}
