/** Example: a small class of an application, and how it is tested with {@code SimulatedNetwork}: see {@code OnlineListTest}. */
package io.github.udpchat.examples.online;
