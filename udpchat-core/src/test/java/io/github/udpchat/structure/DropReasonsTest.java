package io.github.udpchat.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.udpchat.model.DropReason;
import org.junit.jupiter.api.Test;

/** No reason is there that nothing produces, and none that no test has ever seen. */
class DropReasonsTest {

    private static final Pattern CONSTANT = Pattern.compile("\\bDropReason\\.([A-Z][A-Z0-9_]+)\\b");
    private static final Pattern COMMENT = Pattern.compile("^\\s*(//|/?\\*)");
    private static final Set<String> ALL = Stream.of(DropReason.values()).map(Enum::name)
            .collect(Collectors.toCollection(TreeSet::new));

    @Test
    void everyReasonIsProducedSomewhere() throws IOException {
        assertThat(namedIn("src/main/java")).containsAll(ALL);
    }

    @Test
    void everyReasonIsSeenByATest() throws IOException {
        assertThat(namedIn("src/test/java")).containsAll(ALL);
    }

    @Test
    void whatStandsInACommentDoesNotCount() {
        assertThat(named(
                List.of("        out.dropped(DropReason.EMPTY);", "    // DropReason.CLOSED", "     * DropReason.MUTED",
                        "    /** {@link DropReason.CLOSED} */")))
                .containsExactly("EMPTY");
    }

    private static Set<String> namedIn(String folder) throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")
                    && !file.endsWith("DropReasonsTest.java")).toList()) {
                named.addAll(named(Files.readAllLines(file)));
            }
        }
        return named;
    }

    private static Set<String> named(List<String> lines) {
        return lines.stream().filter(line -> !COMMENT.matcher(line).find())
                .flatMap(line -> CONSTANT.matcher(line).results().map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
