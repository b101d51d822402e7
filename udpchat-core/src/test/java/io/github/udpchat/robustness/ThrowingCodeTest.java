package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.codec.Codec;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Peer;
import io.github.udpchat.network.LoopbackNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code of the application that fails in ways beyond an ordinary exception. */
@Timeout(30)
class ThrowingCodeTest extends StageTest {

    @Override
    protected Stage newStage() {
        return new RealStage(LoopbackNetwork.create());
    }

    /** A failure that fails once more when asked what it is. */
    private static final class Speechless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("thrown by getMessage");
        }
    }

    /** Reads brackets by recursion, as many a parser does: enough of them overflow the stack. */
    private static final class RecursiveCodec implements Codec<Integer> {

        @Override
        public Payload encode(Integer depth) {
            return Payload.utf8("(".repeat(depth));
        }

        @Override
        public Integer decode(Payload payload) {
            return depth(payload.toByteArray(), 0);
        }

        private static int depth(byte[] bytes, int from) {
            return from == bytes.length ? depth(bytes, 0) : bytes[from] == '(' ? 1 + depth(bytes, from + 1) : 0;
        }
    }

    @Test
    void codecThatOverflowsItsStackCostsThatMessageAlone() {
        ClientLog hears = new ClientLog();
        List<Integer> depths = new CopyOnWriteArrayList<>();
        ChatServer server = closing(server().start());
        closing(client(server, "Ben").listener(hears)
                .listener(new RecursiveCodec(), message -> depths.add(message.value())).connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        RawPeer mallory = registered(server, "Mallory");
        mallory.send(server.localAddress(), "((((");
        mallory.send(server.localAddress(), "((.");
        stage.eventually(() -> assertThat(depths).containsExactly(2));
        stage.eventually(() -> assertThat(hears.drops(DropReason.UNDECODABLE)).isEqualTo(1));
        stage.eventually(
                () -> assertThat(hears.errors()).singleElement().isInstanceOf(StackOverflowError.class));
        assertThat(hears.texts()).containsExactly("((((", "((.");
    }

    @Test
    void listenerThatThrowsWhatCannotBePrintedCostsThatCallAlone() {
        ServerLog throwing = new ServerLog() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                super.onMessage(from, message);
                throw new Speechless();
            }

            @Override
            public void onError(String during, Throwable error) {
                super.onError(during, error);
                throw new Speechless();
            }
        };
        ChatServer server = closing(server().listener(throwing).start());
        RawPeer ana = closing(new RawPeer(stage.network()));
        List.of("Ana", "one", "two").forEach(text -> ana.send(server.localAddress(), text));
        stage.eventually(() -> assertThat(throwing.lines()).contains("Ana said one", "Ana said two"));
        // Their number alone: a failed assertion would show them, which can't be done.
        stage.eventually(() -> assertThat(throwing.errors().size()).isEqualTo(2));
        closed(server);
        assertThat(throwing.lines()).last().isEqualTo("closed: ByApplication[]");
    }

    @Test
    void hookThatThrowsWhatCannotBePrintedCostsThatJoinAlone() {
        ChatServer server = closing(server().admit(request -> {
            if (request.name().equals("Mallory")) {
                throw new Speechless();
            }
            return Admission.accept(request.name());
        }).start());
        for (int i = 0; i < 200; i++) {
            long refused = i + 1;
            closing(new RawPeer(stage.network())).send(server.localAddress(), "Mallory");
            stage.eventually(() -> assertThat(server.stats().traffic().drops())
                    .containsExactly(Map.entry(DropReason.ADMISSION_FAILED, refused)));
        }
        registered(server, "Ana");
        assertThat(server.stats().waiting()).isZero();
    }

    @Test
    void failureThatQuotesTheNetworkReachesTheApplicationAsItIs() {
        ServerLog throwing = new ServerLog() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                throw new IllegalArgumentException(message.text());
            }
        };
        ChatServer server = closing(server().listener(throwing).start());
        ChatClient ana = closing(client(server, "Ana").connect());
        ana.lobby().send("\u001B[2J");
        stage.eventually(() -> assertThat(throwing.errors()).singleElement()
                .satisfies(error -> assertThat(error).hasMessage("[Ana]->\u001B[2J")));
    }
}
