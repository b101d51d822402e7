package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;

/**
 * What a server can send to its client: the input is a script of the frames in its packets, which the test seals, of what the
 * client says, and of time.
 */
class FramesAtClientFuzzTest {

    private static final Duration LONGEST_STEP = Duration.ofSeconds(5);

    @FuzzTest
    void clientTakesFramesOrClosesTheSession(byte[] bytes) {
        FuzzInput script = new FuzzInput(bytes);
        ClientWorld world = new ClientWorld(
                script.next(2) == 0 ? ClientWorld.Stage.MEMBER : ClientWorld.Stage.CONFIRMING);
        List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();
        boolean open = true;
        while (script.hasMore() && open) {
            switch (script.next(8)) {
                case 0, 1, 2, 3 -> open = send(world, script.piece());
                case 4 -> {
                    world.server.session().sending.skip(script.next());
                    open = send(world, script.piece());
                }
                case 5 -> world.passes(Duration.ofMillis(script.nextTwo() % LONGEST_STEP.toMillis()));
                case 6 -> outcomes.add(world.says(script.nextTwo() % 65_281));
                default -> open = send(world, Frames.bytes(List.of(world.server.session().acknowledgement())));
            }
            open &= hasNotEnded(world);
        }
        world.passes(ServerWorld.IDLE_TIMEOUT);
        assertThat(hasNotEnded(world)).as("a client goes on without its server").isFalse();
        world.closes();
        assertThat(outcomes).allMatch(CompletableFuture::isDone, "has an outcome");
        assertThat(world.connected).isDone();
        assertThat(world.states()).hasSizeLessThanOrEqualTo(2);
        assertThat(world.states()).last().isInstanceOf(ConnectionState.Disconnected.class);
    }

    private static boolean hasNotEnded(ClientWorld world) {
        return world.states().stream().noneMatch(ConnectionState.Disconnected.class::isInstance);
    }

    /** The server sends a packet with these frames, as far as they fit. Returns whether the session goes on. */
    private static boolean send(ClientWorld world, byte[] bytes) {
        if (bytes.length == 0) {
            return true;
        }
        byte[] frames = Arrays.copyOf(bytes, Math.min(bytes.length, Seal.MOST_FRAMES_BYTES));
        world.server.session().heard.clear();
        world.arrives(ClientWorld.SERVER, world.server.session().sending.seal(frames));
        if (world.drain.drops.contains(DropReason.UNKNOWN_SESSION)) {
            return false;
        }
        boolean violation = world.drain.drops.contains(DropReason.PROTOCOL_VIOLATION);
        assertThat(violation || isWellFormed(frames)).as("malformed frames close the session").isTrue();
        if (violation) {
            assertThat(world.server.session().heard).last().as("the answer to a violation")
                    .isInstanceOf(Frame.Close.class);
        }
        return !violation;
    }

    private static boolean isWellFormed(byte[] bytes) {
        try {
            Frames.requireReadsTheSameAgain(FrameReader.read(ByteBuffer.wrap(bytes), true), true);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }
}
