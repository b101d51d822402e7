package io.github.udpchat.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The test vectors of PROTOCOL.md, section 2.18. */
final class Vectors {

    private static final Map<String, Map<String, String>> SECTIONS = read();

    private Vectors() {}

    private static Map<String, Map<String, String>> read() {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        try (BufferedReader file = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Vectors.class.getResourceAsStream("/udpchat1-vectors.txt")),
                StandardCharsets.UTF_8))) {
            Map<String, String> section = new LinkedHashMap<>();
            for (String line = file.readLine(); line != null; line = file.readLine()) {
                int equals = line.indexOf(" =");
                if (line.startsWith("[")) {
                    section = new LinkedHashMap<>();
                    sections.put(line.substring(1, line.length() - 1), section);
                } else if (!line.startsWith("#") && equals > 0) {
                    section.put(line.substring(0, equals), line.substring(equals + 2).strip());
                }
            }
            return sections;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return all sections: what each name stands for} */
    static Map<String, Map<String, String>> sections() {
        return SECTIONS;
    }

    static byte[] bytes(String section, String name) {
        return bytes(Objects.requireNonNull(SECTIONS.get(section).get(name)));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
