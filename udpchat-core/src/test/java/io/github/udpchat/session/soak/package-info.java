/** A program that runs a server and many clients for long, and says whether it leaks, pins or loses anything. */
package io.github.udpchat.session.soak;
