package io.github.udpchat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udpchat.ChatClient;
import io.github.udpchat.demo.Tmux.Pane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server and two clients at terminals: what the three persons see is what stands in the files in {@code screens}. */
@NeedsTmux
@Timeout(60)
class ScreensTest extends TerminalTest {

    @Test
    void classicChatLooksAsInTheFilesAndLeavesTheLineBeingTypedWhole() {
        String address = startServer("--bind", "127.0.0.1:0");
        Pane ana = startClient(address);
        Pane ben = startClient(address);
        answer(ana, "Ana");
        ana.type("first");
        shows(server, "[Ana]->first");
        answer(ben, "Ben");
        ben.type("größer 漢字 😀");
        shows(ana, "[Ben]->größer 漢字 😀");

        ana.typeHalf("half a 漢字 li");
        shows(ana, "half a 漢字 li");
        ben.type("meanwhile !! \"\\");
        shows(ana, "meanwhile");
        looksAs(ana, "classic-ana-typing");
        ana.type("ne");
        shows(ben, "[Ana]->half a 漢字 line");

        looksAs(server, "classic-server");
        looksAs(ana, "classic-ana");
        looksAs(ben, "classic-ben");
        ana.type("qqq");
        ben.press("C-c");
        shows(ana, "exit 0");
        shows(ben, "exit ");
    }

    @Test
    void secureChatLooksAsInTheFilesAndOutlivesTheServer() {
        String identity = folder.resolve("server.key").toString();
        String address = startServer("--bind", "127.0.0.1:0", "--secure", "--identity", identity);
        Pane ben = startClient(address, "--secure");
        shows(server, "--key ");
        String key = server.screen().replaceAll("(?s).*--key (\\p{XDigit}{64}).*", "$1");
        Pane ana = startClient(address, "--secure", "--key", key);
        // Ana's listener has heard who is there before Ben comes: it hears things in order.
        try (ChatClient cleo = ChatClient.builder().server(address).name("Cleo").connect()) {
            answer(ana, "Ana");
            eventually(() -> assertThat(cleo.lobby().presence().participants()).hasSize(2));
            cleo.direct(cleo.lobby().presence().participants().getLast().id(), "welcome").join();
            shows(ana, "[Cleo]->welcome");
        }
        shows(ana, "Cleo left lobby");
        answer(ben, "Ben");
        shows(ana, "Ben came to lobby");
        ana.type("/join dev");
        shows(ana, "#dev>");
        ben.type("hello, lobby");
        shows(ana, "[Ben]->hello, lobby");
        ben.type("/join dev");
        shows(ana, "Ben came to dev");
        shows(ben, "#dev>");

        ana.typeHalf("half a li");
        shows(ana, "half a li");
        ben.type("//meanwhile");
        shows(ana, "#dev [Ben]->/meanwhile");
        looksAs(ana, "secure-ana-typing");
        ana.type("ne");
        shows(ben, "#dev [Ana]->half a line");

        ben.type("/leave");
        shows(ana, "Ben left dev");
        ben.type("/dance");
        ben.type("/who");
        shows(ben, "In lobby:");
        ben.type("/history");
        shows(ben, "ago)");
        looksAs(server, "secure-server");
        looksAs(ana, "secure-ana");
        looksAs(ben, "secure-ben");
        server.press("C-c");
        shows(ana, "Connection lost");
        shows(ben, "Connection lost");
        shows(server, "exit 130");
        ana.type("said while nobody was there");
        startServer("--bind", address, "--secure", "--identity", identity);
        shows(server, "[Ana]->said while nobody was there");
        shows(ben, "Connected again");
        shows(ana, "Connected again, as Ana");
        ana.type("/quit");
        ben.press("C-d");
        shows(ana, "exit 0");
        shows(ben, "exit 0");
    }
}
