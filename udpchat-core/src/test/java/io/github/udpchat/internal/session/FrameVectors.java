package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.internal.session.VectorFile.Section;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;

/** Frames, written and read: PROTOCOL.md, sections 2.1, 2.8 and 2.9. */
final class FrameVectors {

    private static final int[][] ORDERS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    /** A number of variable length, as the only field of a frame. */
    void number(Section s) throws MalformedException {
        Frame.SessionCredit frame = new Frame.SessionCredit(s.number("number"));
        byte[] number = s.bytes("bytes");
        ByteBuffer wire = ByteBuffer.allocate(1 + number.length).put(Frame.SESSION_CREDIT).put(number).flip();
        assertThat(FrameReader.read(wire, true)).containsExactly(frame);
        if (s.number("shortest") == 1) {
            assertThat(written(frame)).isEqualTo(wire);
        } else {
            assertThat(frame.bytes()).isLessThan(wire.remaining());
        }
    }

    private static ByteBuffer written(Frame frame) {
        ByteBuffer out = ByteBuffer.allocate(frame.bytes());
        frame.writeTo(out);
        return out.flip();
    }

    void frame(Section s) throws Exception {
        ByteBuffer wire = s.buffer("bytes");
        boolean eliciting = s.number("eliciting") == 1;
        List<Frame> frames = wire.get(0) == Frame.PADDING ? List.of() : List.of(frame(wire.get(0), s));
        assertThat(frames).allSatisfy(frame -> {
            assertThat(written(frame)).isEqualTo(wire);
            assertThat(frame.elicits()).isEqualTo(eliciting);
        });
        assertThat(!frames.isEmpty() || !eliciting).isTrue();
        for (String sender : List.of("client", "server")) {
            boolean fromServer = sender.equals("server");
            if (s.text("from").equals("both") || s.text("from").equals(sender)) {
                assertThat(FrameReader.read(wire, fromServer)).isEqualTo(frames);
            } else {
                assertThatExceptionOfType(MalformedException.class)
                        .isThrownBy(() -> FrameReader.read(wire, fromServer));
            }
        }
    }

    private static Frame frame(byte type, Section s) throws AcknowledgementException {
        return switch (type) {
            case Frame.PING -> new Frame.Ping();
            case Frame.ACK -> new Frame.Ack(ranges(s.text("ranges")), s.number("delay"));
            case Frame.MESSAGE -> new Frame.Message(s.number("channel"), s.number("number"), s.buffer("content"));
            case Frame.FRAGMENT -> new Frame.Fragment(s.number("channel"), s.number("number"), (int) s.number("index"),
                    (int) s.number("count"), s.buffer("content"));
            case Frame.END -> new Frame.End(s.number("channel"), s.number("number"));
            case Frame.CREDIT -> new Frame.Credit(s.number("channel"), s.number("limit"));
            case Frame.SESSION_CREDIT -> new Frame.SessionCredit(s.number("limit"));
            case Frame.PATH_CHALLENGE -> new Frame.PathChallenge(s.buffer("data").getLong());
            case Frame.PATH_RESPONSE -> new Frame.PathResponse(s.buffer("data").getLong());
            case Frame.CLOSE -> new Frame.Close(s.number("code"), s.text("text"));
            default -> throw new AssertionError("nobody knows frames of type " + type);
        };
    }

    /** Ranges as they are written here: {@code 16-20 9-9}, from the newest on. */
    private static AckRanges ranges(String text) throws AcknowledgementException {
        long[] edges = Stream.of(text.split("[ -]")).mapToLong(Long::parseLong).toArray();
        LongStream.Builder fields = LongStream.builder();
        for (int low = 2; low < edges.length; low += 2) {
            fields.add(edges[low - 2] - edges[low + 1] - 2).add(edges[low + 1] - edges[low]);
        }
        return AckRanges.ofFields(edges[1], edges[1] - edges[0], fields.build().toArray());
    }

    /** A message in three parts, as a sender makes them, and as a receiver puts them together. */
    void fragments(Section s) throws MalformedException {
        OutMessage message = new OutMessage(new SendChannel(s.number("channel"), 64),
                new Holdings(0).hold(s.buffer("content")));
        message.begin(s.number("number"));
        List<ByteBuffer> parts = s.numbered("frame");
        assertThat(message.parts()).isEqualTo(parts.size());
        for (int part = 0; part < parts.size(); part++) {
            assertThat(written(message.part(part))).isEqualTo(parts.get(part));
        }
        for (int[] order : ORDERS) {
            Incoming incoming = new Incoming(new Limits(65_536, 262_144, 64, 30), false,
                    new Holdings(Long.MAX_VALUE));
            incoming.name(s.number("channel"));
            for (long number = 0; number < s.number("number"); number++) {
                incoming.onMessage(new Frame.Message(s.number("channel"), number, ByteBuffer.allocate(0)));
                assertThat(incoming.take()).isNotNull();
            }
            for (int part : order) {
                assertThat(incoming.take()).isNull();
                incoming.onFragment((Frame.Fragment) FrameReader.read(parts.get(part), true).getFirst());
            }
            assertThat(incoming.take()).isEqualTo(new Incoming.Arrival(s.number("channel"), s.buffer("content")));
        }
    }
}
