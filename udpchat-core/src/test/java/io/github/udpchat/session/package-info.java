/** The session protocol, whole: servers and clients over bad links, in virtual time and over sockets. */
package io.github.udpchat.session;
