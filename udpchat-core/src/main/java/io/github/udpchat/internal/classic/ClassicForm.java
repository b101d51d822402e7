package io.github.udpchat.internal.classic;

import io.github.udpchat.internal.hub.Form;
import io.github.udpchat.internal.wire.ClassicFormat;

/** How what is said travels to classic peers. */
public final class ClassicForm {

    /** A message as the text that it is. */
    public static final Form FORM = message -> ClassicFormat.write(message.text());

    private ClassicForm() {}
}
