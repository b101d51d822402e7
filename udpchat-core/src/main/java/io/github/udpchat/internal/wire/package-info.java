/** Bytes to frames and back, and addresses to keys. Pure. */
package io.github.udpchat.internal.wire;
