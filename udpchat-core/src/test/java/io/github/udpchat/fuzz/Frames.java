package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;

import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.MalformedException;

/** Frames as bytes. */
final class Frames {

    private Frames() {}

    static Frame.Ack ack(long number) {
        try {
            return new Frame.Ack(AckRanges.ofFields(number, 0), 0);
        } catch (AcknowledgementException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bytes(List<Frame> frames) {
        ByteBuffer out = ByteBuffer.allocate(frames.stream().mapToInt(Frame::bytes).sum());
        for (Frame frame : frames) {
            int before = out.position();
            frame.writeTo(out);
            assertThat(out.position() - before).as("bytes of %s", frame).isEqualTo(frame.bytes());
        }
        return out.array();
    }

    /** What was read is what was written: our own frames are in their shortest form. Returns the frames. */
    static List<Frame> requireSame(byte[] written, List<Frame> read) {
        byte[] again = bytes(read);
        assertThat(ByteBuffer.wrap(written, 0, again.length)).isEqualTo(ByteBuffer.wrap(again));
        for (int i = again.length; i < written.length; i++) {
            assertThat(written[i]).as("padding").isZero();
        }
        return read;
    }

    /** What was read, and may be in a longer form, is written again, and reads the same. */
    static void requireReadsTheSameAgain(List<Frame> frames, boolean fromServer) throws MalformedException {
        byte[] written = bytes(frames);
        List<Frame> again = FrameReader.read(ByteBuffer.wrap(written), fromServer);
        assertThat(again).isEqualTo(frames);
        assertThat(bytes(again)).isEqualTo(written);
    }
}
