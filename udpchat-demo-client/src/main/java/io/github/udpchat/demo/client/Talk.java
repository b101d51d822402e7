package io.github.udpchat.demo.client;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;

/** What becomes of the lines that are typed, and of what is heard, on one of the two protocols. */
interface Talk {

    /** {@return who hears what others say} */
    ChatClientListener ears();

    /** {@return what stands before the next line at a terminal} */
    default String prompt() {
        return "";
    }

    /** Deals with a line that was typed. {@return whether to go on} */
    boolean take(ChatClient client, String line);

    /** Nothing more will be typed. What was said gets a little time to arrive, and then an outcome. */
    default void end(ChatClient client) {}
}
