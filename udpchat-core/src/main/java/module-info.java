/**
 * Chat over UDP as a library: {@link io.github.udpchat.ChatServer}, {@link io.github.udpchat.ChatClient}, and a network in
 * virtual time to test with.
 */
@org.jspecify.annotations.NullMarked
module io.github.udpchat.core {
    requires jdk.jfr;
    requires jdk.net;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.github.udpchat;
    exports io.github.udpchat.codec;
    exports io.github.udpchat.history;
    exports io.github.udpchat.model;
    exports io.github.udpchat.network;
    exports io.github.udpchat.registry;
    exports io.github.udpchat.simulation;
}
