/**
 * The handshake {@code Noise_IK_25519_AESGCM_SHA256} (Noise Protocol Framework, revision 34), on the JDK's primitives and
 * nothing else. Pure: ephemeral keys come from the caller. Sections without a document's name are sections of Noise.
 */
package io.github.udpchat.internal.noise;
