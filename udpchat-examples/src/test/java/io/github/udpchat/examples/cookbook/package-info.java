/** The recipes of COOKBOOK.md, word for word, and run. */
package io.github.udpchat.examples.cookbook;
