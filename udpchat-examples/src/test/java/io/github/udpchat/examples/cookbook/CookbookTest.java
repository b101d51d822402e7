package io.github.udpchat.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import io.github.udpchat.readme.JavaBlocks;
import org.junit.jupiter.api.Test;

/** What the cookbook shows is in the tests of this package, which the build runs. */
class CookbookTest {

    private static final Path COOKBOOK = Path.of("../COOKBOOK.md");

    @Test
    void everyRecipeIsCompiledWordForWord() throws IOException {
        JavaBlocks.assertCompiled(COOKBOOK, Path.of("src/test/java/io/github/udpchat/examples/cookbook"), 12);
    }

    @Test
    void everyFileThatTheCookbookLinksExists() throws IOException {
        List<String> linked = Pattern.compile("]\\(([^)#]+)\\)").matcher(Files.readString(COOKBOOK)).results()
                .map(link -> link.group(1)).toList();
        assertThat(linked).isNotEmpty().allSatisfy(link -> assertThat(Path.of("..", link)).exists());
    }
}
