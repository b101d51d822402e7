package io.github.udpchat.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that somebody may try: those of {@code hostile-names.txt}, and others that are made by rule. */
public final class NameCorpus {

    private static final String FILE = "/hostile-names.txt";
    private static final Pattern ESCAPE = Pattern.compile("\\\\([ur])\\{(?:(\\d+),)?([0-9A-F]+)}");

    /** Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties, and the empty Braille pattern. */
    private static final String NEVER_SEEN = "\\x{AD}\\x{34F}\\x{61C}\\x{115F}-\\x{1160}\\x{17B4}-\\x{17B5}\\x{180B}-\\x{180F}"
            + "\\x{200B}-\\x{200F}\\x{202A}-\\x{202E}\\x{2060}-\\x{206F}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FEFF}\\x{FFA0}"
            + "\\x{FFF0}-\\x{FFF8}\\x{1BCA0}-\\x{1BCA3}\\x{1D173}-\\x{1D17A}\\x{E0000}-\\x{E0FFF}\\x{2800}";
    private static final Pattern FORBIDDEN = Pattern.compile("(?s).*[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}"
            + NEVER_SEEN + "].*|.*[\\p{Z}&&[^ ]].*| .*|.* |.*  .*|\\p{M}.*");

    private NameCorpus() {}

    /**
     * One name.
     *
     * @param kind    which danger it is an example of
     * @param allowed whether it may be used
     * @param fold    what it has in common with names that are the same; empty if it is not known
     * @param name    the name, as somebody types it
     */
    public record Entry(String kind, boolean allowed, String fold, String name) {

        /** {@return the name with all but ASCII escaped, and the beginning only if it is long} */
        @Override
        public String toString() {
            StringBuilder shown = new StringBuilder(kind + ": ");
            name.codePoints().limit(40).forEach(c -> shown.append(
                    c >= ' ' && c <= '~' ? Character.toString(c) : "\\u{" + Integer.toHexString(c) + "}"));
            return shown.toString();
        }
    }

    /** {@return the names that are written by hand} */
    public static List<Entry> byHand() {
        List<Entry> entries = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(NameCorpus.class.getResourceAsStream(FILE)), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    entries.add(entry(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static Entry entry(String line) {
        String[] fields = line.split(" \\| ", 4);
        boolean allowed = switch (fields[1]) {
            case "allowed" -> true;
            case "forbidden" -> false;
            default -> throw new IllegalArgumentException(line);
        };
        return new Entry(fields[0], allowed, allowed ? fields[2] : "", unescaped(fields[3]));
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        Matcher escape = ESCAPE.matcher(text);
        int end = 0;
        while (escape.find()) {
            int times = escape.group(2) == null ? 1 : Integer.parseInt(escape.group(2));
            plain.append(text, end, escape.start())
                    .append(Character.toString(Integer.parseInt(escape.group(3), 16)).repeat(times));
            end = escape.end();
        }
        return plain.append(text.substring(end)).toString();
    }

    /** {@return names with characters of each general category: alone, behind a letter, and before one} */
    public static List<Entry> ofEachCategory(long seed, int ofEach) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, List<Integer>> byCategory = new TreeMap<>();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            byCategory.computeIfAbsent(Character.getType(c), made -> new ArrayList<>()).add(c);
        }
        List<Entry> entries = new ArrayList<>();
        byCategory.forEach((category, all) -> {
            for (int i = 0; i < Math.min(ofEach, all.size()); i++) {
                String one = Character.toString(all.get(random.nextInt(all.size())));
                for (String name : List.of(one, "A" + one, one + "A", "\u0430" + one)) {
                    entries.add(judged("category " + category, name));
                }
            }
        });
        return entries;
    }

    /** {@return names of letters of two scripts, and of three} */
    public static List<Entry> ofManyScripts(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<UnicodeScript, List<Integer>> letters = new EnumMap<>(UnicodeScript.class);
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.isLetter(c)) {
                letters.computeIfAbsent(UnicodeScript.of(c), made -> new ArrayList<>()).add(c);
            }
        }
        List<List<Integer>> scripts = List.copyOf(letters.values());
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(2, 4); length > 0; length--) {
                List<Integer> script = scripts.get(random.nextInt(scripts.size()));
                name.appendCodePoint(script.get(random.nextInt(script.size())));
            }
            entries.add(judged("scripts", name.toString()));
        }
        return entries;
    }

    private static Entry judged(String kind, String name) {
        return new Entry(kind, isAllowed(Normalizer.normalize(name, Normalizer.Form.NFKC)), "", name);
    }

    /** {@return whether a name in its form NFKC is allowed, in other words than the library's} */
    public static boolean isAllowed(String name) {
        int length = name.codePointCount(0, name.length());
        return length >= 1 && length <= 32 && !name.startsWith("~") && !FORBIDDEN.matcher(name).matches()
                && isOfOneScript(name);
    }

    private static boolean isOfOneScript(String name) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        name.codePoints().forEach(c -> scripts.add(UnicodeScript.of(c)));
        scripts.removeAll(EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED));
        if (scripts.size() > 1 && scripts.remove(UnicodeScript.HAN)) {
            // Whatever stands beside Han stands alone there, but for the two that Japanese needs.
            scripts.remove(scripts.contains(UnicodeScript.HIRAGANA) ? UnicodeScript.KATAKANA : UnicodeScript.HAN);
            return scripts.size() == 1
                    && EnumSet.of(UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL,
                            UnicodeScript.BOPOMOFO).containsAll(scripts);
        }
        return scripts.size() <= 1 || scripts.equals(EnumSet.of(UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA));
    }
}
