/**
 * Loss recovery, congestion control and acknowledgement in one packet-number space: PROTOCOL.md, section 2.10, which is RFC
 * 9002 with choices of its own. Pure: told the time in nanoseconds, and which packets came and went; it does not know what is
 * in them. {@link io.github.udpchat.internal.recovery.Recovery} is the sending half,
 * {@link io.github.udpchat.internal.recovery.ReceivedPackets} the receiving one, and
 * {@link io.github.udpchat.internal.recovery.AckRanges} what goes from one to the other.
 */
package io.github.udpchat.internal.recovery;
