package io.github.udpchat.history.sqlite;

import java.io.IOException;
import java.nio.file.Path;

/** Appends the {@link Numbered} message that comes next, and says so, or why not. The argument: the file. */
final class OneAppendMain {

    private OneAppendMain() {}

    public static void main(String[] args) {
        try (SqliteHistory history = SqliteHistory.at(Path.of(args[0]))) {
            long last = history.load().stream().mapToLong(Numbered::numberOf).max().orElse(-1);
            history.append(Numbered.messages(last + 1, last + 1));
            System.out.println("appended");
        } catch (IOException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
