package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.udpchat.internal.hub.Outcome;
import io.github.udpchat.internal.session.Speech;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.RoomId;

/**
 * What a client with a session can send: the input is a script of the frames in its packets, which the test seals, of what
 * the server says, and of time.
 */
class FramesAtServerFuzzTest {

    private static final InetSocketAddress ADDRESS = Drain.address("198.51.100.1", 4001);
    private static final InetSocketAddress OTHER = Drain.address("198.51.100.2", 4001);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(5);

    @FuzzTest
    void serverTakesFramesOrClosesTheSession(byte[] bytes) {
        FuzzInput script = new FuzzInput(bytes);
        ServerWorld world = new ServerWorld();
        TestClient other = TestClient.halfOpen(world, OTHER, 3).joined("Ben");
        TestClient client = TestClient.halfOpen(world, ADDRESS, 1);
        if (script.next(2) == 0) {
            client.joined("Ana");
        }
        boolean open = true;
        while (script.hasMore() && open) {
            switch (script.next(8)) {
                case 0, 1, 2, 3 -> open = send(world, client, script.piece());
                case 4 -> {
                    client.sending().skip(script.next());
                    open = send(world, client, script.piece());
                }
                case 5 -> world.passes(Duration.ofMillis(script.nextTwo() % LONGEST_STEP.toMillis()));
                case 6 -> world.hub.sayAsServer(world.now(), RoomId.LOBBY, Speech.of("server",
                        Payload.copyOf(new byte[script.nextTwo() % 65_281])), Outcome.IGNORED, world.out);
                default -> world.arrives(ADDRESS, client.acknowledgement());
            }
            world.settle();
            world.arrives(OTHER, other.acknowledgement());
            world.arrives(OTHER, other.ping());
            assertThat(world.hub.peers()).as("whatever one does, the other stays")
                    .anyMatch(peer -> peer.name().equals("Ben"));
            open &= !hasClosed(client.understand());
        }
        world.drain.drops.clear();
        world.allAreSilent();
        client.understand();
    }

    /** The client sends a packet with these frames, as far as they fit. Returns whether the session goes on. */
    private static boolean send(ServerWorld world, TestClient client, byte[] bytes) {
        if (bytes.length == 0) {
            return true;
        }
        byte[] frames = Arrays.copyOf(bytes, Math.min(bytes.length, Seal.MOST_FRAMES_BYTES));
        world.drain.drops.clear();
        world.arrives(ADDRESS, client.sending().seal(frames));
        if (world.drain.drops.contains(DropReason.UNKNOWN_SESSION)) {
            return false;
        }
        boolean violation = world.drain.drops.contains(DropReason.PROTOCOL_VIOLATION);
        assertThat(violation || isWellFormed(frames)).as("malformed frames close the session").isTrue();
        List<Frame> answers = client.understand();
        if (violation) {
            assertThat(answers).last().as("the answer to a violation").isInstanceOf(Frame.Close.class);
        }
        return !hasClosed(answers);
    }

    private static boolean isWellFormed(byte[] bytes) {
        try {
            Frames.requireReadsTheSameAgain(FrameReader.read(ByteBuffer.wrap(bytes), false), false);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    private static boolean hasClosed(List<Frame> frames) {
        return frames.stream().anyMatch(Frame.Close.class::isInstance);
    }
}
