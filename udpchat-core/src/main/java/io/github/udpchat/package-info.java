/**
 * Chat over UDP: {@link io.github.udpchat.ChatServer} and {@link io.github.udpchat.ChatClient}, what they tell their
 * listeners, and the rooms through which one speaks.
 */
package io.github.udpchat;
