/**
 * What an endpoint tells the JDK's flight recorder: the events that COOKBOOK.md lists. Nothing else in the library knows of it,
 * and it works without one.
 */
package io.github.udpchat.internal.flight;
