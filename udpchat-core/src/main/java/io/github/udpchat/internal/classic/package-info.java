/** The classic protocol, both sides: PROTOCOL.md, section 1. Pure. */
package io.github.udpchat.internal.classic;
