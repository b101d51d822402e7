/** Example: many small typed updates, of which only the newest count. */
package io.github.udpchat.examples.feed;
