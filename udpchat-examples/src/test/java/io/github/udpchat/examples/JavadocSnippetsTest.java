package io.github.udpchat.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each public type shows in its Javadoc how it is used, in words that compile. */
class JavadocSnippetsTest {

    private static final List<Path> PUBLISHED = Stream.of("core", "history-sqlite", "transport-linux")
            .map(module -> Path.of("../udpchat-" + module + "/src/main/java")).toList();
    private static final Pattern TYPE = Pattern.compile("^public .*?\\b(class|interface|record|enum) ",
            Pattern.MULTILINE);
    private static final Pattern SNIPPET = Pattern.compile("^ \\* \\{@snippet :\n(.*)\n \\* }$",
            Pattern.MULTILINE | Pattern.DOTALL);

    /** What stands around a snippet: what it may speak of without having made it. */
    private static final String BEFORE = """
            import io.github.udpchat.*;
            import io.github.udpchat.codec.*;
            import io.github.udpchat.history.*;
            import io.github.udpchat.history.sqlite.*;
            import io.github.udpchat.model.*;
            import io.github.udpchat.network.*;
            import io.github.udpchat.registry.*;
            import io.github.udpchat.simulation.*;
            import io.github.udpchat.transport.linux.*;
            import java.net.*;
            import java.nio.*;
            import java.nio.file.Path;
            import java.time.*;
            import java.util.*;
            abstract class Snippets {
                ChatServer server;
                ChatClient client;
                Room room;
                ChatMessage message;
                HistoryStore store;
                SimulatedNetwork net;
                Binding binding;
                Board board;
                abstract HistoryStore myStore();
                abstract PeerRegistry myRegistry();
                interface Board {
                    void play(Move move);
                }
                record Move(int column) {}
                static class MoveCodec implements Codec<Move> {
                    public Payload encode(Move move) {
                        return Payload.EMPTY;
                    }
                    public Move decode(Payload payload) {
                        return new Move(0);
                    }
                }
            """;
    @TempDir private Path classes;

    private static Map<String, List<String>> snippets() throws IOException {
        Map<String, List<String>> snippets = new TreeMap<>();
        for (Path source : PUBLISHED) {
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")
                        && !path.toString().contains("internal")).toList()) {
                    String text = Files.readString(file);
                    Matcher type = TYPE.matcher(text);
                    if (type.find()) {
                        snippets.put(file.getFileName().toString().replace(".java", ""),
                                SNIPPET.matcher(text.substring(0, type.start())).results()
                                        .map(found -> found.group(1).replaceAll("(?m)^ \\* ?", "")).toList());
                    }
                }
            }
        }
        return snippets;
    }

    @Test
    void eachPublicTypeHasOne() throws IOException {
        assertThat(snippets()).hasSizeGreaterThan(60).allSatisfy((type, found) -> assertThat(found).isNotEmpty());
    }

    @Test
    void allCompile() throws IOException {
        StringBuilder source = new StringBuilder(BEFORE);
        snippets().forEach((type, found) -> found.forEach(snippet -> source
                .append("void in").append(type).append("() throws Exception {\n")
                .append(snippet).append("\n}\n")));
        StringWriter problems = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled = compiler.getTask(problems, null, null,
                List.of("-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")), null,
                List.of(new SimpleJavaFileObject(URI.create("string:///Snippets.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source + "}";
                    }
                })).call();
        assertThat(compiled).as("%s", problems).isTrue();
    }
}
