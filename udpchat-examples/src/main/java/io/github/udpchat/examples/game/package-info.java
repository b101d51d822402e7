/** Example: a lobby in which players challenge each other, with a room and moves of their own for each game. */
package io.github.udpchat.examples.game;
