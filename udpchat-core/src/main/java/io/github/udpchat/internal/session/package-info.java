/** The session protocol udpchat/1, both sides: PROTOCOL.md, section 2. Pure. */
package io.github.udpchat.internal.session;
