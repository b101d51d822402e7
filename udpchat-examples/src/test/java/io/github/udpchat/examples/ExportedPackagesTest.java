package io.github.udpchat.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

import io.github.udpchat.ChatServer;
import org.junit.jupiter.api.Test;

/** Examples use what a user can use: they are compiled and run on the class path, where nothing else would stop them. */
class ExportedPackagesTest {

    private static final Pattern USE = Pattern.compile("-> (io\\.github\\.udpchat(?:\\.\\w+)*)\\s");

    @Test
    void examplesAndRecipesUseExportedPackagesOnly() throws URISyntaxException {
        Path core = Path.of(ChatServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> exported = ModuleFinder.of(core).find("io.github.udpchat.core").orElseThrow().descriptor()
                .exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
        assertThat(packagesUsedBy("target/classes")).contains("io.github.udpchat", "io.github.udpchat.codec")
                .isSubsetOf(exported);
        // The tests use each other besides, what ties the cookbook to its sources, and a network of another module.
        assertThat(packagesUsedBy("target/test-classes")).contains("io.github.udpchat.simulation")
                .noneMatch(name -> name.startsWith("io.github.udpchat.internal"));
    }

    private static List<String> packagesUsedBy(String classes) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int code = ToolProvider.findFirst("jdeps").orElseThrow().run(writer, writer, "-verbose:package", "-filter:none",
                "--ignore-missing-deps", "--multi-release", "base", classes);
        assertThat(code).as("jdeps said: %s", output).isZero();
        return USE.matcher(output.toString()).results().map((MatchResult use) -> use.group(1))
                .filter(name -> !name.startsWith("io.github.udpchat.examples")).distinct().toList();
    }
}
