package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.internal.session.Inside;
import io.github.udpchat.model.PrintableText;

/** Names and texts of others. The first byte says how the others are a text: odd, as UTF-16; even, as UTF-8. */
class TextFuzzTest {

    @FuzzTest
    void namesHaveOneFormAndHideNothing(byte[] bytes) {
        String name = text(bytes);
        String normalized = NameRules.normalized(name);
        assertThat(NameRules.normalized(normalized)).as("normalized twice").isEqualTo(normalized);
        String folded = NameRules.folded(name);
        assertThat(NameRules.folded(normalized)).as("folded after normalized").isEqualTo(folded);
        Optional<String> problem = NameRules.problem(normalized);
        if (problem.isEmpty()) {
            assertThat(NameRules.folded(folded)).as("folded twice").isEqualTo(folded);
            requireAllowed(normalized);
        } else {
            assertThat(problem.get()).matches("must [ -~]+");
        }
    }

    /** Section 2.14 of PROTOCOL.md, in other words than the library's. */
    private static void requireAllowed(String name) {
        assertThat(name.codePoints().count()).isBetween(1L, 32L);
        assertThat(name).doesNotMatch("(?sU).*[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}].*");
        assertThat(name).doesNotMatch("(?s).*[\\p{Z}&&[^ ]].*");
        assertThat(name).doesNotMatch("(?s) .*|.* |.*  .*");
        assertThat(name).doesNotMatch("(?s)\\p{M}.*");
        assertThat(name).doesNotMatch("(?s).*[\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}\\x{2800}"
                + "\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{E0100}-\\x{E01EF}].*");
        assertThat(PrintableText.of(name)).as("an allowed name is shown as it is").isEqualTo(name);
    }

    @FuzzTest
    void textsAreShownWithoutHarmAndFitIntoClose(byte[] bytes) {
        String text = text(bytes);
        String shown = PrintableText.of(text);
        assertThat(shown).doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}].*");
        assertThat(PrintableText.of(shown)).as("made printable twice").isEqualTo(shown);
        fitsIntoClose(text);
        fitsIntoClose(text.repeat(100));
    }

    private static void fitsIntoClose(String text) {
        String fitting = Inside.closeText(text);
        byte[] utf8 = fitting.getBytes(StandardCharsets.UTF_8);
        assertThat(utf8.length).isLessThanOrEqualTo(256);
        assertThat(new String(utf8, StandardCharsets.UTF_8)).as("has a form in UTF-8").isEqualTo(fitting);
        // What has none is replaced by '?', by the JDK's encoder here and there.
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(whole, StandardCharsets.UTF_8)).startsWith(fitting);
        assertThat(whole.length <= 256 || utf8.length > 256 - 4).as("as long as possible").isTrue();
    }

    private static String text(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        boolean utf16 = input.next(2) == 1;
        byte[] rest = input.rest();
        // A decoder would mend the pairs of UTF-16 that a string may have and should not.
        return utf16 ? utf16(rest) : new String(rest, StandardCharsets.UTF_8);
    }

    private static String utf16(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            text.append((char) (Byte.toUnsignedInt(bytes[i]) << 8 | Byte.toUnsignedInt(bytes[i + 1])));
        }
        return text.toString();
    }
}
