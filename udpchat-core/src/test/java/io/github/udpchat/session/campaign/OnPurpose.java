package io.github.udpchat.session.campaign;

/** What a listener throws that throws. */
final class OnPurpose extends RuntimeException {

    private static final long serialVersionUID = 1;

    OnPurpose() {
        super("thrown by a listener, on purpose", null, false, false);
    }
}
