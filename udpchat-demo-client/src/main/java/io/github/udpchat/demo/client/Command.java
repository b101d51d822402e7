package io.github.udpchat.demo.client;

import java.util.List;

import io.github.udpchat.ChatClient;

/**
 * What can be asked for in a line that begins with a slash.
 *
 * @param name     its first word
 * @param argument what follows, in capitals; empty where nothing does
 * @param about    what it does
 * @param action   does it
 */
record Command(String name, String argument, String about, Action action) {

    private static final List<Command> ALL = List.of(
            new Command("/join", "ROOM", "enters a room, or goes back to it", SecureTalk::join),
            new Command("/leave", "", "leaves the current room", (talk, client, none) -> talk.leave(client)),
            new Command("/msg", "NAME TEXT", "says something to one person alone", SecureTalk::direct),
            new Command("/who", "", "shows who is in the current room", (talk, client, none) -> talk.who(client)),
            new Command("/history", "", "shows what was said in the current room",
                    (talk, client, none) -> talk.history(client)),
            new Command("/help", "", "shows this", (talk, client, none) -> help(talk)),
            new Command("/quit", "", "leaves the server, as qqq does", (talk, client, none) -> {
            }));

    /** What a command does. */
    interface Action {

        void run(SecureTalk talk, ChatClient client, String argument);
    }

    /** Does what a line asks for. {@return whether to go on} */
    static boolean run(String line, SecureTalk talk, ChatClient client) {
        String[] words = line.strip().split("\\s+", 2);
        String argument = words.length == 1 ? "" : words[1];
        ALL.stream().filter(command -> command.name.equals(words[0])).findAny().ifPresentOrElse(command -> {
            if (argument.isEmpty() == command.argument.isEmpty()) {
                command.action.run(talk, client, argument);
            } else {
                talk.screen().note("It is " + command);
            }
        }, () -> talk.screen().note("There is no " + words[0] + ": /help shows what there is, and //text says /text"));
        return !words[0].equals("/quit");
    }

    private static void help(SecureTalk talk) {
        ALL.forEach(command -> talk.screen().note(command.toString()));
        talk.screen().note("//text says /text");
    }

    @Override
    public String toString() {
        return name + (argument.isEmpty() ? "" : " " + argument) + ": " + about;
    }
}
