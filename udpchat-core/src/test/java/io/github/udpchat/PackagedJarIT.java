package io.github.udpchat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as users get it: two small projects are compiled and run against it. */
class PackagedJarIT {

    private static final String JARS = jar("udpchat.jar") + File.pathSeparator + jar("slf4j.jar");

    @TempDir private Path out;

    @Test
    void jarIsAModuleThatExportsWhatTheDesignSaysAndNeedsSlf4jAlone() {
        ModuleDescriptor core = ModuleFinder.of(jar("udpchat.jar")).find("io.github.udpchat.core").orElseThrow()
                .descriptor();
        assertThat(core.rawVersion()).contains(System.getProperty("udpchat.version"));
        assertThat(core.exports()).extracting(ModuleDescriptor.Exports::source).containsExactlyInAnyOrder(
                "io.github.udpchat",
                "io.github.udpchat.codec",
                "io.github.udpchat.history",
                "io.github.udpchat.model",
                "io.github.udpchat.network",
                "io.github.udpchat.registry",
                "io.github.udpchat.simulation");
        assertThat(core.requires())
                .filteredOn(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .extracting(ModuleDescriptor.Requires::name)
                .as("the JDK, jdk.net for \"don't fragment\", jdk.jfr for flight recording, and SLF4J")
                .containsExactlyInAnyOrder("java.base", "jdk.jfr", "jdk.net", "org.slf4j");
    }

    @Test
    void consumerOnTheClassPathCompilesAndRuns() throws Exception {
        javac("-classpath", JARS, "src/it/classpath/Consumer.java");
        assertThat(run("java", "-classpath", out + File.pathSeparator + JARS, "Consumer"))
                .contains("[Ana]->hello, Ben");
    }

    @Test
    void consumerOnTheModulePathCompilesAndRunsWithoutTheAnnotations() throws Exception {
        javac("--module-path", JARS, "src/it/modulepath/module-info.java", "src/it/modulepath/consumer/Consumer.java");
        assertThat(
                run("java", "--module-path", out + File.pathSeparator + JARS, "--module", "consumer/consumer.Consumer"))
                .contains("[hello] NO_ACKNOWLEDGEMENT");
    }

    private void javac(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("-d", out.toString(), "--release", "21", "-Xlint:all", "-Werror"));
        command.addAll(List.of(arguments));
        run("javac", command.toArray(String[]::new));
    }

    /** Runs a tool of this JDK to its end, and returns what it printed. */
    private String run(String tool, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(out, tool, ".txt");
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, Path.of(System.getProperty("java.home"), "bin", tool).toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("%s ends; it said: %s", tool, text).isTrue();
        assertThat(process.exitValue()).as("%s said: %s", tool, text).isZero();
        return text;
    }

    private static Path jar(String property) {
        return Path.of(System.getProperty(property));
    }
}
