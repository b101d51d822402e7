/** Turns an application's messages into bytes and back. */
package io.github.udpchat.codec;
