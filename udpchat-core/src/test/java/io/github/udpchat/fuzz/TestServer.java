package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.udpchat.internal.noise.HandshakeFailedException;
import io.github.udpchat.internal.noise.IkResponder;
import io.github.udpchat.internal.noise.TransportKeys;
import io.github.udpchat.internal.session.Inside;
import io.github.udpchat.internal.wire.AcceptPacket;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Cookie;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.InitPacket;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.ResetPacket;
import io.github.udpchat.internal.wire.RetryPacket;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.internal.wire.VersionPacket;

/** A server for one client that does what the test says, takes any cookie, and understands all that the client sends. */
final class TestServer {

    static final long LOBBY = ChannelId.of(1, ChannelId.Class.ORDERED);

    private static final int MOST_KEPT = 10_000;
    private static final Map<Asked, Made> MADE = new ConcurrentHashMap<>();

    private final Limits limits;
    private final Map<Long, Session> sessions = new HashMap<>();
    private byte[] lastHello = new byte[0];
    private byte[] lastInit = new byte[0];
    private Session newest;

    /** What becomes of an INIT, always the same for the same INIT: agreements are slow. */
    private record Made(long session, byte[] accept, TransportKeys keys) {}

    /** A session as the server sees it. */
    static final class Session {

        final long id;
        final Seal sending;
        final Seal receiving;
        final List<Frame> heard = new ArrayList<>();
        private long largestReceived = -1;
        private long controlMessages;
        private boolean welcomed;

        private Session(Made made) {
            this.id = made.session();
            this.sending = new Seal(id, made.keys().responderToInitiator());
            this.receiving = new Seal(id, made.keys().initiatorToResponder());
        }

        byte[] sealed(Frame... frames) {
            return sending.seal(Frames.bytes(List.of(frames)));
        }

        Frame control(ControlMessage message) {
            return new Frame.Message(ChannelId.CONTROL, controlMessages++, message.write());
        }

        /** {@return a frame that acknowledges the newest that has come, if something has} */
        Frame acknowledgement() {
            return largestReceived < 0 ? new Frame.Ping() : Frames.ack(largestReceived);
        }

        Frame welcome() {
            welcomed = true;
            return control(new ControlMessage.Welcome(1, "Ana", LOBBY, 7, 0, false));
        }
    }

    /** A server that is ready for so much, and knows so much. */
    TestServer(Limits limits) {
        this.limits = limits;
    }

    /** Hears what the client sends; it must be something that a client may send, and is forgotten then. */
    void hear(List<Drain.Sent> sent) {
        for (Drain.Sent packet : sent) {
            switch (packet.type()) {
                case 0xF8 -> lastHello = packet.datagram();
                case 0xFA -> lastInit = packet.datagram();
                case 0xFC -> hearData(packet.datagram());
                default -> throw new AssertionError("a client sends no packet of type " + packet.type());
            }
        }
        sent.clear();
    }

    private void hearData(byte[] datagram) {
        assertThat(datagram.length).isBetween(35, 1200);
        ByteBuffer header = ByteBuffer.wrap(datagram);
        Session session = sessions.get(header.getLong(2));
        long number = header.getLong(10);
        assertThat(number).as("packet numbers rise").isGreaterThan(session.largestReceived);
        session.largestReceived = number;
        byte[] bytes = session.receiving.open(datagram);
        try {
            List<Frame> frames = Frames.requireSame(bytes, FrameReader.read(ByteBuffer.wrap(bytes), false));
            session.heard.addAll(frames);
            if (frames.stream().anyMatch(Frame::elicits)) {
                assertThat(datagram.length).as("a packet that elicits").isGreaterThanOrEqualTo(64);
            }
        } catch (MalformedException e) {
            throw new AssertionError("a client sent what is malformed", e);
        }
    }

    /** {@return the session of the last ACCEPT} */
    Session session() {
        return newest;
    }

    boolean hasHello() {
        return lastHello.length > 0;
    }

    boolean hasInit() {
        return lastInit.length > 0;
    }

    private Token16 nonce() {
        return HelloPacket.read(ByteBuffer.wrap(lastHello)).nonce();
    }

    byte[] retry() {
        return new RetryPacket(nonce(), new Cookie(1, 2, new Token16(3, 4)),
                Inside.keys(ServerWorld.IDENTITY).publicKey().toByteArray()).write().array();
    }

    byte[] version() {
        return new VersionPacket(nonce(), List.of(2, 3)).write().array();
    }

    byte[] reset() {
        return new ResetPacket(newest.id, Inside.resetToken(ServerWorld.IDENTITY, newest.id)).write().array();
    }

    byte[] accept() {
        if (MADE.size() > MOST_KEPT) {
            MADE.clear();
        }
        Made made = MADE.computeIfAbsent(new Asked(ByteBuffer.wrap(lastInit), limits), TestServer::made);
        newest = sessions.computeIfAbsent(made.session(), id -> new Session(made));
        return made.accept().clone();
    }

    /** An INIT, and with which limits it is answered. */
    private record Asked(ByteBuffer init, Limits limits) {}

    private static Made made(Asked asked) {
        InitPacket init = InitPacket.read(asked.init());
        IkResponder noise = new IkResponder(Inside.prologue(init.header()), Inside.keys(ServerWorld.IDENTITY));
        try {
            noise.readMessage1(init.message1());
            long id = ByteBuffer.wrap(init.message1()).getLong() | 1;
            Inside.Accepted accepted = new Inside.Accepted(
                    id, 5, Inside.resetToken(ServerWorld.IDENTITY, id), asked.limits());
            byte[] message2 = noise.writeMessage2(Arrays.copyOf(init.message1(), 32), accepted.bytes());
            return new Made(id, new AcceptPacket(init.header().nonce(), message2).write().array(), noise.split());
        } catch (HandshakeFailedException e) {
            throw new AssertionError("a client's message 1 must open", e);
        }
    }

    /** {@return what an honest server says now: the answers to the last HELLO and INIT, and to all DATA} */
    List<byte[]> answers() throws MalformedException {
        List<byte[]> answers = new ArrayList<>();
        if (hasHello()) {
            answers.add(retry());
            lastHello = new byte[0];
        }
        if (hasInit()) {
            answers.add(accept());
            lastInit = new byte[0];
        }
        for (Session session : sessions.values()) {
            if (!session.heard.isEmpty()) {
                answers.add(session.sealed(answers(session).toArray(Frame[]::new)));
                session.heard.clear();
            }
        }
        return answers;
    }

    private static List<Frame> answers(Session session) throws MalformedException {
        List<Frame> answers = new ArrayList<>(List.of(session.acknowledgement()));
        for (Frame frame : session.heard) {
            if (frame instanceof Frame.Message message && message.channel() == ChannelId.CONTROL && !session.welcomed) {
                assertThat(ControlMessage.read(message.content())).isInstanceOf(ControlMessage.Join.class);
                answers.add(session.welcome());
            } else if (frame instanceof Frame.Message message && message.channel() == LOBBY) {
                long counter = RoomFormat.Said.read(message.content()).counter();
                answers.add(session.control(new ControlMessage.Relayed(counter, 1, 1)));
            }
        }
        return answers;
    }
}
