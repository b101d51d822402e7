/** The chat model: who is a member, who hears what. Pure, and the same for every protocol. */
package io.github.udpchat.internal.hub;
