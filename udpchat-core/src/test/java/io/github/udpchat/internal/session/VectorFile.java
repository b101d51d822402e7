package io.github.udpchat.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** {@code udpchat1-vectors.txt}, whose form PROTOCOL.md, section 2.18 tells. */
final class VectorFile {

    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    private VectorFile(String text) {
        Map<String, String> values = Map.of();
        for (String line : text.lines().toList()) {
            if (line.startsWith("[")) {
                values = new LinkedHashMap<>();
                sections.put(line.substring(1, line.length() - 1), values);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
    }

    /** {@return the file of this project} */
    static VectorFile read() {
        try (InputStream in = VectorFile.class.getResourceAsStream("/udpchat1-vectors.txt")) {
            return new VectorFile(new String(Objects.requireNonNull(in, "the vectors").readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return all sections, in the order of the file} */
    List<Section> sections() {
        return sections.keySet().stream().map(this::section).toList();
    }

    /** {@return a section, of which nothing was looked at yet} */
    Section section(String name) {
        return new Section(name, Objects.requireNonNull(sections.get(name), name));
    }

    /** The values of one section. Remembers which were looked at, so that none is left out unseen. */
    static final class Section {

        private final String name;
        private final Map<String, String> values;
        private final Set<String> unseen;

        private Section(String name, Map<String, String> values) {
            this.name = name;
            this.values = values;
            this.unseen = new TreeSet<>(values.keySet());
        }

        String name() {
            return name;
        }

        /** {@return the name up to its first dot} */
        String kind() {
            return part(0);
        }

        /** {@return one of the parts between the dots of the name} */
        String part(int index) {
            return name.split("\\.")[index];
        }

        boolean has(String value) {
            return values.containsKey(value);
        }

        byte[] bytes(String value) {
            return HexFormat.of().parseHex(raw(value));
        }

        ByteBuffer buffer(String value) {
            return ByteBuffer.wrap(bytes(value));
        }

        long number(String value) {
            return Long.parseLong(raw(value + ".number"));
        }

        String text(String value) {
            return raw(value + ".text");
        }

        /** {@return the values called prefix.1, prefix.2 and so on} */
        List<ByteBuffer> numbered(String prefix) {
            List<ByteBuffer> found = new ArrayList<>();
            while (has(prefix + "." + (found.size() + 1))) {
                found.add(buffer(prefix + "." + (found.size() + 1)));
            }
            return found;
        }

        private String raw(String value) {
            unseen.remove(value);
            return Objects.requireNonNull(values.get(value), () -> value + " of " + name);
        }

        /** {@return the values that nobody has looked at} */
        Set<String> unseen() {
            return unseen;
        }
    }
}
