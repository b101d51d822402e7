package io.github.udpchat.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "Zoë", "日本語", "[Ana]->a\\u{1B}", "🙂", "e\u0301", "a b\u00A0c", "\uFFFD"})
    void whatIsHarmlessStaysAsItIs(String text) {
        assertThat(PrintableText.of(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
            "0, 0", "7, 7", "8, 8", "9, 9", "10, A", "13, D", "27, 1B", "127, 7F", "128, 80", "155, 9B", "133, 85",
            "173, AD", "1564, 61C", "8203, 200B", "8205, 200D", "8206, 200E", "8232, 2028", "8233, 2029", "8238, 202E",
            "8294, 2066", "65279, FEFF", "57344, E000", "55296, D800", "57343, DFFF", "65535, FFFF", "917505, E0001",
            "1114111, 10FFFF", "888, 378"})
    void whatCouldFoolATerminalBecomesItsCodePoint(int codePoint, String hex) {
        String text = "a" + new StringBuilder().appendCodePoint(codePoint) + "b";
        assertThat(PrintableText.of(text)).isEqualTo("a\\u{" + hex + "}b");
    }

    @Test
    void everyCodePointIsEitherHarmlessOrReplaced() {
        List<String> raw = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .mapToObj(Character::toString)
                .map(PrintableText::of)
                .filter(shown -> !shown.startsWith("\\u{") || !shown.endsWith("}"))
                .filter(shown -> switch (Character.getType(shown.codePointAt(0))) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                        true;
                    default -> false;
                })
                .toList();
        assertThat(raw).isEmpty();
    }

    @Test
    void escapeSequenceIsTakenApartAndItsTextStays() {
        assertThat(PrintableText.of("\u001B[2J\u001B]0;owned\u0007\r\nfake line"))
                .isEqualTo("\\u{1B}[2J\\u{1B}]0;owned\\u{7}\\u{D}\\u{A}fake line");
    }

    @Test
    void unpairedSurrogatesAreShownAndPairsStay() {
        assertThat(PrintableText.of("\uD83D\uDE42\uDE42\uD83D")).isEqualTo("\uD83D\uDE42\\u{DE42}\\u{D83D}");
    }
}
