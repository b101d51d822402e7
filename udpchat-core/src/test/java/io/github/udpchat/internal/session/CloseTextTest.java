package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class CloseTextTest {

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void whatFitsIsKept() {
        assertThat(CloseText.fitting("")).isEmpty();
        assertThat(CloseText.fitting("bye, Zoë 🙂")).isEqualTo("bye, Zoë 🙂");
        assertThat(CloseText.fitting("x".repeat(256))).hasSize(256);
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        assertThat(CloseText.fitting("x".repeat(257))).isEqualTo("x".repeat(256));
        for (String character : new String[] {"é", "世", "🙂"}) {
            for (int shift = 0; shift < 4; shift++) {
                String text = "x".repeat(shift) + character.repeat(300);
                String fitting = CloseText.fitting(text);
                assertThat(text).startsWith(fitting);
                assertThat(bytes(fitting)).isBetween(257 - bytes(character), 256);
            }
        }
    }

    @Test
    void halfACharacterIsNoTextAndBecomesAQuestionMark() {
        assertThat(CloseText.fitting("a\uD83Db")).isEqualTo("a?b");
    }

    @Test
    void tenMillionCharactersAreNoTrouble() {
        assertThat(CloseText.fitting("ab".repeat(5_000_000))).hasSize(256);
    }
}
