package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.udpchat.internal.session.VectorFile.Section;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds our code against the test vectors, byte for byte: PROTOCOL.md, section 2.18. */
class SessionVectorsTest {

    private static final VectorFile VECTORS = VectorFile.read();

    private final KeyVectors keys = new KeyVectors(VECTORS);
    private final HandshakeVectors handshakes = new HandshakeVectors(VECTORS);
    private final PacketVectors packets = new PacketVectors(VECTORS);
    private final FrameVectors frames = new FrameVectors();
    private final ChatVectors chat = new ChatVectors(VECTORS);
    private final LinkVectors links = new LinkVectors();

    @TestFactory
    Stream<DynamicTest> everySectionIsAsOurCodeSays() {
        return VECTORS.sections().stream().map(section -> DynamicTest.dynamicTest(title(section), () -> {
            assertThatCode(() -> check(section)).as(title(section)).doesNotThrowAnyException();
            assertThat(section.unseen()).as("values that nobody has checked").isEmpty();
        }));
    }

    private static String title(Section section) {
        Section same = VECTORS.section(section.name());
        return same.has("why.text") ? same.name() + ": " + same.text("why") : same.name();
    }

    private void check(Section section) throws Exception {
        switch (section.kind()) {
            case "application" -> keys.application(section);
            case "identity" -> keys.identity(section);
            case "limits" -> keys.limits(section);
            case "cookie" -> keys.cookie(section);
            case "keys" -> keys.keys(section);
            case "handshake" -> handshakes.handshake(section);
            case "reset" -> handshakes.reset(section);
            case "version" -> handshakes.version(section);
            case "drop" -> handshakes.drop(section);
            case "data" -> packets.data(section);
            case "read" -> packets.read(section);
            case "v" -> frames.number(section);
            case "frame" -> frames.frame(section);
            case "fragments" -> frames.fragments(section);
            case "chat" -> chat.message(section);
            case "malformed-chat" -> chat.malformed(section);
            case "malformed" -> links.malformed(section);
            case "accepted" -> links.accepted(section);
            default -> throw new AssertionError("nobody knows how to check " + section.name());
        }
    }

    @Test
    void everyKindOfSectionIsThere() {
        Set<String> kinds = VECTORS.sections().stream().map(Section::kind).collect(Collectors.toSet());
        assertThat(kinds).containsExactlyInAnyOrder("application", "identity", "limits", "cookie", "keys", "handshake",
                "reset", "version", "drop", "data", "read", "v", "frame", "fragments", "chat", "malformed-chat",
                "malformed", "accepted");
    }
}
