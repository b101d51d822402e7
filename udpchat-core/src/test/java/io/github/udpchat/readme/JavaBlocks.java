package io.github.udpchat.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java in a document: each block of it stands word for word, but for indentation and empty lines, in what a build compiles. */
public final class JavaBlocks {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private JavaBlocks() {}

    /**
     * Fails unless all Java of a document is compiled.
     *
     * @param document the document
     * @param sources  the folder of the sources in which it must stand, each block in one of them
     * @param atLeast  how many blocks it has at least, so that a document in another form is noticed
     * @throws IOException if the document or a source can't be read
     */
    public static void assertCompiled(Path document, Path sources, int atLeast) throws IOException {
        List<String> compiled;
        try (Stream<Path> files = Files.walk(sources)) {
            compiled = files.filter(file -> file.toString().endsWith(".java")).map(JavaBlocks::withoutIndentation)
                    .toList();
        }
        List<String> blocks = JAVA_BLOCK.matcher(Files.readString(document)).results()
                .map(block -> withoutIndentation(block.group(1)))
                .toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(atLeast)
                .allSatisfy(block -> assertThat(compiled).as("the sources of:%n%s", block)
                        .anyMatch(source -> source.contains(block)));
    }

    private static String withoutIndentation(Path file) {
        try {
            return withoutIndentation(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutIndentation(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
