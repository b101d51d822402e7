/**
 * The values that every part of the library may see: identities, messages, outcomes and reasons. All of them are
 * immutable, compare by value and are safe to share between threads.
 */
package io.github.udpchat.model;
