/**
 * Runs a machine: one lock, the timer, the questions to the application's plug-ins, and the mailbox of events. Knows no
 * protocol.
 */
package io.github.udpchat.internal.engine;
