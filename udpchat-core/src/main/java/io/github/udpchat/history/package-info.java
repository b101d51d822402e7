/** The port to a store that keeps what was said beyond the life of a server. */
package io.github.udpchat.history;
