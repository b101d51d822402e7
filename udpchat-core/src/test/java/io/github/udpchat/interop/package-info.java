/** Tests against the original program, or rather {@code classic_peer.py}, which is written to do as it does. */
package io.github.udpchat.interop;
