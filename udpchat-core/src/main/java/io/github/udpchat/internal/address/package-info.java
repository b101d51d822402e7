/** Addresses that stand for others, and who is bound to which address of a network in memory. */
package io.github.udpchat.internal.address;
