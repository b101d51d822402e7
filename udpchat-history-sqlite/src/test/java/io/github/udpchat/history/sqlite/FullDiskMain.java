package io.github.udpchat.history.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.github.udpchat.history.StoredMessage;

/**
 * Appends {@link Numbered} messages until that fails, and says so; then it waits for a line of input, and appends the same
 * messages once more. The argument: the file.
 */
final class FullDiskMain {

    private static final int AT_A_TIME = 20;

    private FullDiskMain() {}

    public static void main(String[] args) throws IOException {
        try (SqliteHistory history = SqliteHistory.at(Path.of(args[0]))) {
            long first = history.load().size();
            List<StoredMessage> messages = Numbered.messages(first, first + AT_A_TIME - 1);
            try {
                while (true) {
                    history.append(messages);
                    first += AT_A_TIME;
                    messages = Numbered.messages(first, first + AT_A_TIME - 1);
                }
            } catch (IOException full) {
                System.out.println("failed with " + first + " kept, " + history.load().size() + " loaded: "
                        + full.getMessage());
            }
            if (System.in.read() >= 0) {
                history.append(messages);
                System.out.println("kept " + (first + AT_A_TIME));
            }
        }
    }
}
