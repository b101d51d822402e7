package io.github.udpchat.internal.hub;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which names a session may have, and which of them are the same: PROTOCOL.md, section 2.14. Letters of one script that
 * look alike stay possible.
 */
public final class NameRules {

    /** Longest name, in code points after normalization; a longer one is refused. */
    public static final int MAX_CODE_POINTS = 32;

    /** What stands before the name of a classic peer where sessions see it, and so before no name of theirs. */
    public static final String CLASSIC_MARK = "~";

    /** Scripts that are written together in one word. */
    private static final List<Set<UnicodeScript>> MIXTURES = List.of(
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL),
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

    private NameRules() {}

    /** {@return the form in which a name is kept and shown: NFKC (UAX #15)} */
    public static String normalized(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC);
    }

    /**
     * {@return the form by which names are compared: two names are the same if this is the same} In lower case first, for the
     * one letter (U+1E9E) that upper case leaves alone although its lower case (U+00DF) does not stay alone.
     */
    public static String folded(String name) {
        String lower = normalized(name).toLowerCase(Locale.ROOT);
        return normalized(lower.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    /** {@return what is wrong with a normalized name, in words that follow it; nothing if it may be used} */
    public static Optional<String> problem(String name) {
        int codePoints = name.codePointCount(0, name.length());
        if (codePoints < 1 || codePoints > MAX_CODE_POINTS) {
            return Optional.of("must have 1 to " + MAX_CODE_POINTS + " characters, has " + codePoints);
        }
        if (!name.codePoints().allMatch(NameRules::isVisible)) {
            return Optional.of("must have no invisible, control, formatting, private or unassigned characters, and no "
                    + "spaces but the ordinary one");
        }
        if (isMark(name.codePointAt(0))) {
            return Optional.of("must not begin with a mark that combines with what stands before it");
        }
        if (name.startsWith(CLASSIC_MARK)) {
            return Optional.of("must not begin with " + CLASSIC_MARK + ", which marks classic peers");
        }
        if (name.startsWith(" ") || name.endsWith(" ") || name.contains("  ")) {
            return Optional.of("must not begin or end with a space, or have two in a row");
        }
        return isOfOneScript(name) ? Optional.empty() : Optional.of("must be written in one script");
    }

    /** {@return whether a name is in its normalized form, and may be used} */
    public static boolean isAllowed(String name) {
        return normalized(name).equals(name) && problem(name).isEmpty();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> !isBlank(codePoint);
        };
    }

    /** The characters with Default_Ignorable_Code_Point that are letters or marks, and the empty Braille pattern. */
    private static boolean isBlank(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180F, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> isBetween(0x180B, codePoint, 0x180D)
                    || isBetween(0xFE00, codePoint, 0xFE0F)
                    || isBetween(0xE0100, codePoint, 0xE01EF);
        };
    }

    private static boolean isBetween(int first, int codePoint, int last) {
        return first <= codePoint && codePoint <= last;
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isOfOneScript(String name) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        name.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        scripts.remove(UnicodeScript.COMMON);
        scripts.remove(UnicodeScript.INHERITED);
        return scripts.size() <= 1 || MIXTURES.stream().anyMatch(mixture -> mixture.containsAll(scripts));
    }
}
