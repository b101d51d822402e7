/**
 * A network in memory and in virtual time, for tests: a whole server and all its clients run in the thread of the test,
 * an hour passes in a moment, and one seed gives one course of events. Links lose, delay, duplicate, reorder and corrupt
 * datagrams as {@link io.github.udpchat.simulation.LinkRule}s say.
 */
package io.github.udpchat.simulation;
