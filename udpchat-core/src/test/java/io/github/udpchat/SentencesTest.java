package io.github.udpchat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What exceptions say to people. */
class SentencesTest {

    @Test
    void whoIsRefusedReadsWhyAndInWhichWords() {
        assertThat(Sentences.of(new DisconnectReason.Refused(DropReason.NAME_TAKEN, "")))
                .isEqualTo("somebody has that name (NAME_TAKEN)");
        assertThat(Sentences.of(new DisconnectReason.Refused(DropReason.BANNED, "two days\u001b[2J")))
                .isEqualTo("banned (BANNED): \"two days\\u{1B}[2J\"");
        assertThat(Sentences.of(new DisconnectReason.TimedOut(Duration.ofMillis(1_500))))
                .isEqualTo("not let in within 1.5 s");
    }

    static Stream<DisconnectReason> reasons() {
        return Stream.of(new DisconnectReason.TimedOut(Duration.ofSeconds(5)),
                new DisconnectReason.WrongServerKey(IdentityKey.of(new byte[IdentityKey.BYTES])),
                new DisconnectReason.VersionNotSpoken(List.of(2)), new DisconnectReason.Removed("no"),
                new DisconnectReason.ServerClosed(), new DisconnectReason.ServerRestarted(),
                new DisconnectReason.ServerFailed(), new DisconnectReason.Replaced(),
                new DisconnectReason.Silence(Duration.ofSeconds(30)), new DisconnectReason.TooSlow(),
                new DisconnectReason.ProtocolBroken("x"), new DisconnectReason.Closed());
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void noneShowsItsType(DisconnectReason why) {
        assertThat(Sentences.of(why)).doesNotContain(why.getClass().getSimpleName()).doesNotContain("=");
    }

    @ParameterizedTest
    @EnumSource(DropReason.class)
    void eachReasonIsNamedForPrograms(DropReason why) {
        assertThat(Sentences.of(why)).endsWith(" (" + why + ")").matches("[a-z].*");
    }
}
