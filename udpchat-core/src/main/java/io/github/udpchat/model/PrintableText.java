package io.github.udpchat.model;

import java.util.Locale;

/**
 * Makes text from the network fit to be shown: the one sanitizer through which everything passes that the library logs
 * and its demo programs print.
 *
 * {@snippet :
 * System.out.println(PrintableText.of(message.text()));
 * }
 */
public final class PrintableText {

    private PrintableText() {}

    /**
     * Replaces every character that could move the cursor, start an escape sequence, break the line, turn the direction
     * of writing, or hide: control (C0, DEL, C1), format (bidirectional and zero-width ones among them), line and
     * paragraph separators, private use, unassigned, and unpaired surrogates. Each becomes its code point in the form
     * <code>&#92;u{1B}</code>. Zero-width joiners and non-joiners go too, so that some emoji are
     * shown in their parts, and words of scripts that need them, as Persian, with codes in them.
     *
     * @param text any text
     * @return the text itself where nothing had to be replaced, otherwise a new one
     */
    public static String of(String text) {
        if (text.codePoints().allMatch(PrintableText::isPrintable)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> {
            if (isPrintable(codePoint)) {
                shown.appendCodePoint(codePoint);
            } else {
                shown.append("\\u{").append(Integer.toHexString(codePoint).toUpperCase(Locale.ROOT)).append('}');
            }
        });
        return shown.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED ->
                false;
            default -> true;
        };
    }
}
