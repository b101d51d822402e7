/**
 * What a protocol machine is, what it may ask for, and what it reports. Pure: nothing here or in the machines knows a
 * clock, a thread, a socket or a source of randomness; time and bytes are arguments, and what shall happen is written
 * into an {@link io.github.udpchat.internal.machine.Outbox}.
 */
package io.github.udpchat.internal.machine;
