/** Who may be a member of a server, and who is. */
package io.github.udpchat.registry;
