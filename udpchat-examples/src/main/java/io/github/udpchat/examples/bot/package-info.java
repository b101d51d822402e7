/** Example: a program that answers to what people say. */
package io.github.udpchat.examples.bot;
