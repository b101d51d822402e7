package io.github.udpchat.model;

/** The wire protocols that an endpoint can speak. */
public enum Protocol {

    /**
     * Plain UTF-8 text, one datagram a message, without acknowledgement, authentication or encryption. For loopback and
     * trusted networks only.
     */
    CLASSIC
}
