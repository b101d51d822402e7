package io.github.udpchat.model;

/**
 * The wire protocols that an endpoint can speak.
 *
 * {@snippet :
 * ChatServer both = ChatServer.builder().protocol(Protocol.SESSION, Protocol.CLASSIC).start();
 * ChatClient old = ChatClient.builder().protocol(Protocol.CLASSIC).server(both.localAddress()).connect();
 * }
 */
public enum Protocol {

    /**
     * udpchat/1 of PROTOCOL.md: both sides know whom they talk to, nobody else can read or change what is said, and what is
     * said arrives once and in order, although datagrams get lost.
     */
    SESSION,

    /**
     * Plain UTF-8 text, one datagram a message, without acknowledgement, authentication or encryption. For loopback and
     * trusted networks only.
     */
    CLASSIC
}
