package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are allowed, and which are the same: PROTOCOL.md, section 2.14. */
class NameRulesTest {

    private static boolean isAllowed(String name) {
        return NameRules.problem(NameRules.normalized(name)).isEmpty();
    }

    private static void areTheSame(String one, String other) {
        assertThat(NameRules.folded(one)).isEqualTo(NameRules.folded(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "Ana", "Zoë", "ana-maria_7", "O'Brien", "Jean Luc", "x.y@z", "№ 5", "42", "!?", "€uro",
            "🙂",
            "Ана", "Ελένη", "محمد", "דוד", "अनिता", "สมชาย", "ཨ་མ", "አና", "ანა", "Անի", "தமிழ்", "Ꮳ",
            "世界", "山田さん", "山田サン", "金김", "김철수", "ㄅㄆ漢", "Æðelred", "Ångström", "naïve",
            "12345678901234567890123456789012"})
    void namesOfManyLanguagesAreAllowed(String name) {
        assertThat(NameRules.problem(NameRules.normalized(name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " Ana", "Ana ", "An  a", "123456789012345678901234567890123", "\u00A0Ana",
            "A\u00A0\u2003b",
            "\u3000Ana"})
    void spacesAndLengthAreBounded(String name) {
        assertThat(isAllowed(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "a\nb", "a\rb", "a\u0000b", "a\u0007b", "\u001B[2Jb", "a\u007Fb", "a\u0085b",
            "a\u009Bb",
            "a\u2028b", "a\u2029b", "\uFFFEa", "a\uFFFF"})
    void controlAndLineSeparatorsAreRefused(String name) {
        assertThat(isAllowed(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u202Eb", "a\u202Db", "a\u202Ab", "a\u2066b", "a\u2067b", "a\u2069b", "a\u200Eb",
            "a\u200Fb",
            "a\u061Cb"})
    void whatTurnsTheDirectionIsRefused(String name) {
        assertThat(isAllowed(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u200Bb", "a\u200Cb", "a\u200Db", "a\u2060b", "a\uFEFFb", "a\u00ADb", "a\u034Fb",
            "a\u180Eb",
            "a\u180Bb", "a\u180Cb", "a\u180Db", "a\u180Fb", "a\u17B4b", "a\u17B5b", "a\uFE00b", "a\uFE0Fb",
            "\u2764\uFE0F",
            "a\u2800b", "\u2800", "\u115F", "\u1160", "\u3164", "\uFFA0", "김\u3164", "김\u1160",
            "a\uDB40\uDC41b", "a\uDB40\uDD00b", "a\uDB40\uDDEFb", "a\uFFF9b", "a\uFFFBb", "\uD834\uDD73a"})
    void whatCantBeSeenIsRefused(String name) {
        assertThat(isAllowed(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD800", "\uDC00a", "\uD83D", "a\uDFFFb\uD800", "\uE000", "a\uF8FFb", "\uDB80\uDC00",
            "\u0378",
            "\uDBFF\uDFFE"})
    void halvesOfCharactersAndWhatNobodyHasDefinedAreRefused(String name) {
        assertThat(isAllowed(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0301a", "\u20DDa", "\u0903a", "\u0301"})
    void aNameDoesNotBeginWithACombiningMark(String name) {
        assertThat(isAllowed(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Аna", "Anа", "раураl", "Αna", "aա", "Aна", "김あ", "ㄅあ", "a世", "ㄅ김", "AᎪ", "ｐа"})
    void scriptsAreNotMixed(String name) {
        assertThat(isAllowed(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1", "Ана 7!", "漢字カナかな", "漢김", "a\u0301"})
    void commonAndInheritedCharactersGoWithEveryScript(String name) {
        assertThat(isAllowed(name)).isTrue();
    }

    @Test
    void tenThousandCodePointsAreRefusedByTheirNumber() {
        assertThat(NameRules.problem("🙂".repeat(10_000))).hasValueSatisfying(
                problem -> assertThat(problem).contains("1 to 32", "10000"));
        assertThat(isAllowed("a" + "\u0301".repeat(10_000))).isFalse();
        assertThat(isAllowed("\uFDFA".repeat(32))).as("one character that becomes eighteen").isFalse();
    }

    @Test
    void theLengthIsCountedInCodePointsAfterNormalization() {
        assertThat(isAllowed("🙂".repeat(32))).isTrue();
        assertThat(isAllowed("🙂".repeat(33))).isFalse();
        assertThat(isAllowed("e\u0301".repeat(32))).as("64 that become 32").isTrue();
        assertThat(isAllowed("\uFB03".repeat(11))).as("11 that become 33").isFalse();
    }

    @Test
    void namesAreTheSameHoweverTheyAreWritten() {
        areTheSame("Ana", "ana");
        areTheSame("Ana", "ＡＮＡ");
        areTheSame("Zoë", "Zoe\u0308");
        areTheSame("Straße", "STRASSE");
        areTheSame("Straße", "STRAẞE");
        areTheSame("ﬃ", "FFI");
        areTheSame("Σίσυφος", "ΣΊΣΥΦΟΣ");
        areTheSame("ſ", "S");
        areTheSame("\u212A", "k");
        areTheSame("①", "1");
        areTheSame("\u0345a", "\u0399a");
        areTheSame("ｶﾞ", "ガ");
    }

    @Test
    void namesThatDifferStayDifferent() {
        assertThat(NameRules.folded("Ana")).isNotEqualTo(NameRules.folded("Anna"));
        assertThat(NameRules.folded("Zoë")).isNotEqualTo(NameRules.folded("Zoe"));
        assertThat(NameRules.folded("ı")).as("the same as i by its capital").isEqualTo(NameRules.folded("i"));
    }

    @Test
    void everyCharacterThatIsAllowedCanBeSeenAndStaysWhatItIs() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT).mapToObj(Character::toString)
                .filter(character -> NameRules.problem(character).isEmpty())
                .forEach(character -> {
                    assertThat(Character.isIdentifierIgnorable(character.codePointAt(0))).as(character).isFalse();
                    String folded = NameRules.folded(character);
                    assertThat(NameRules.folded(folded)).as("folded twice: %s", character).isEqualTo(folded);
                    assertThat(Normalizer.isNormalized(NameRules.normalized(character), Normalizer.Form.NFKC)).isTrue();
                });
    }

    @Test
    void noNameIsTooStrangeToBeJudged() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                name.append((char) (random.nextBoolean() ? random.nextInt(0x10000) : random.nextInt(0x250)));
            }
            String normalized = NameRules.normalized(name.toString());
            assertThat(NameRules.problem(normalized)).as(normalized).isEqualTo(NameRules.problem(normalized));
            assertThat(NameRules.normalized(normalized)).isEqualTo(normalized);
            NameRules.folded(normalized);
        }
    }
}
