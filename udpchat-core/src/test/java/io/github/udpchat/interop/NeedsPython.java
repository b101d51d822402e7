package io.github.udpchat.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;

/** A test that runs {@link PythonPeer}, and is skipped where there is no Python to run it in. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@EnabledIf(value = "io.github.udpchat.interop.PythonPeer#isOnThePath", disabledReason = "python3 is not on the PATH")
public @interface NeedsPython {}
