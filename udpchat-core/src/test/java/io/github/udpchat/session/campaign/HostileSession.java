package io.github.udpchat.session.campaign;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.github.udpchat.fuzz.Seal;
import io.github.udpchat.internal.noise.HandshakeFailedException;
import io.github.udpchat.internal.noise.IkInitiator;
import io.github.udpchat.internal.noise.KeyPair25519;
import io.github.udpchat.internal.noise.PublicKey25519;
import io.github.udpchat.internal.session.ApplicationId;
import io.github.udpchat.internal.session.Inside;
import io.github.udpchat.internal.wire.AcceptPacket;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Cookie;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.InitPacket;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.RetryPacket;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.model.Payload;
import org.jspecify.annotations.Nullable;

/** A session by hand: its handshake, and packets with whatever is in them. Owned by one {@link HostilePeer}. */
final class HostileSession {

    private static final long APPLICATION = ApplicationId.of(ApplicationId.DEFAULT_NAME);
    private static final Limits LIMITS = new Limits(65_536, 256 * 1024, 64, 30);
    private static final int KEY_BYTES = 32;
    private static final int LEAST_FRAMES_BYTES = 30;

    private final String name;
    private final SplittableRandom random;
    private final Consumer<byte[]> out;
    private final KeyPair25519 keys;
    private Token16 nonce;
    private byte[] first;
    private @Nullable IkInitiator noise;
    private @Nullable Seal seal;
    private long largest = -1;
    private int knocks;

    HostileSession(String name, SplittableRandom random, Consumer<byte[]> out) {
        this.name = name;
        this.random = random;
        this.out = out;
        this.keys = KeyPair25519.of(bytes(KEY_BYTES));
        this.nonce = Token16.startOf(bytes(Token16.BYTES));
        this.first = new HelloPacket(APPLICATION, nonce).write().array();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** {@return the largest packet number that has come, -1 for none} */
    long largest() {
        return largest;
    }

    /** {@return whether the server has made a session} */
    boolean isAccepted() {
        return seal != null;
    }

    /** Goes on with joining: says again what was said last. */
    void joins() {
        if (seal == null) {
            out.accept(first.clone());
        } else {
            send(new Frame.Message(ChannelId.CONTROL, 0,
                    new ControlMessage.Join(nonce.high(), false, name, Payload.EMPTY).write()));
        }
    }

    /** Does one of all the things that strangers must not do, and some that they may, but never opens a session. */
    void knocks() {
        byte[] hello = new HelloPacket(APPLICATION, Token16.startOf(bytes(Token16.BYTES))).write().array();
        switch (knocks++ % 8) {
            case 0 -> out.accept(first.clone());
            case 1 -> out.accept(ByteBuffer.allocate(600).put(hello, 0, 600).array());
            case 2 -> out.accept(new HelloPacket(2, APPLICATION, nonce, true).write().array());
            case 3 -> out.accept(init(new Cookie(random.nextInt(2), random.nextInt(300_000),
                    Token16.startOf(bytes(Token16.BYTES)))));
            case 4 -> out.accept(ByteBuffer.wrap(bytes(60)).put(PacketType.DATA.code()).put((byte) 0).array());
            case 5 -> out.accept(hello);
            case 6 -> out.accept(bytes(1 + random.nextInt(1_200)));
            default -> {
                for (int times = 0; times < 30; times++) {
                    out.accept(hello);
                }
            }
        }
    }

    private byte[] init(Cookie cookie) {
        return new InitPacket(new InitPacket.Header(APPLICATION, nonce, cookie),
                bytes(InitPacket.MESSAGE_1_BYTES)).write().array();
    }

    /** Something comes. {@return the number of the packet, -1 if it is none of the session} */
    long hears(ByteBuffer datagram) {
        PacketType type = OnTheWire.type(datagram);
        try {
            if (type == PacketType.RETRY && noise == null) {
                onRetry(datagram);
            } else if (type == PacketType.ACCEPT && noise != null && seal == null) {
                onAccept(datagram);
            } else if (OnTheWire.isData(datagram) && seal != null) {
                long number = DataPacket.number(datagram);
                largest = number < 1L << 32 ? Math.max(largest, number) : largest;
                return number < 1L << 32 ? number : -1;
            }
        } catch (HandshakeFailedException damaged) {
            // It comes again.
            return -1;
        }
        return -1;
    }

    private void onRetry(ByteBuffer datagram) throws HandshakeFailedException {
        RetryPacket retry = RetryPacket.read(datagram);
        if (retry == null || !retry.nonce().equals(nonce)) {
            return;
        }
        InitPacket.Header header = new InitPacket.Header(APPLICATION, nonce, retry.cookie());
        IkInitiator made = new IkInitiator(Inside.prologue(header), keys, PublicKey25519.of(retry.serverKey()));
        first = new InitPacket(header, made.writeMessage1(bytes(KEY_BYTES), LIMITS.bytes())).write().array();
        noise = made;
        out.accept(first.clone());
    }

    private void onAccept(ByteBuffer datagram) throws HandshakeFailedException {
        AcceptPacket accept = AcceptPacket.read(datagram);
        if (accept != null && accept.nonce().equals(nonce) && noise != null) {
            long session = Inside.accepted(noise.readMessage2(accept.message2())).sessionId();
            seal = new Seal(session, noise.split().initiatorToResponder());
        }
    }

    /** Sends frames in one packet. */
    void send(Frame... frames) {
        ByteBuffer content = ByteBuffer.allocate(Seal.MOST_FRAMES_BYTES);
        for (Frame frame : frames) {
            frame.writeTo(content);
        }
        sendBytes(ByteBuffer.allocate(Math.max(content.position(), LEAST_FRAMES_BYTES)).put(content.flip()).array());
    }

    /** Sends what may be frames. */
    void sendBytes(byte[] frames) {
        if (seal != null) {
            out.accept(seal.seal(frames));
        }
    }
}
