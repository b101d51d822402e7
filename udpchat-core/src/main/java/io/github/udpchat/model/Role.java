package io.github.udpchat.model;

/**
 * What somebody may do, as the server has decided when it let them in.
 *
 * {@snippet :
 * ChatServer server = ChatServer.builder()
 *         .admit(request -> Admission.accept(request.name(), request.key().isPresent() ? Role.MEMBER : Role.LISTENER))
 *         .start();
 * }
 */
public enum Role {
    /** Hears, and may not speak: what it says is refused as {@link DropReason#MUTED}. */
    LISTENER,

    /** Hears and speaks. */
    MEMBER,

    /** As a member, is shown to others as what it is, and may speak as fast as it likes. */
    MODERATOR
}
