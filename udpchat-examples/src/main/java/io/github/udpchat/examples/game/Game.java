package io.github.udpchat.examples.game;

import java.util.Arrays;
import java.util.List;

/**
 * Shows what a game over chat needs of its rules: pure code that judges every move, also that of somebody who cheats. Noughts and
 * crosses, cells 0 to 8. Owned by one {@link Player}.
 */
final class Game {

    /** Who has a cell, or may move. */
    enum Side {
        ME, OPPONENT
    }

    private static final int CELLS = 9;
    private static final List<int[]> LINES = List.of(new int[] {0, 1, 2}, new int[] {3, 4, 5}, new int[] {6, 7, 8},
            new int[] {0, 3, 6}, new int[] {1, 4, 7}, new int[] {2, 5, 8}, new int[] {0, 4, 8}, new int[] {2, 4, 6});

    private final Side[] cells = new Side[CELLS];
    private Side next;

    Game(Side first) {
        next = first;
    }

    /** Makes a move, if it is legal. */
    boolean move(Side by, int cell) {
        if (isOver() || by != next || cell < 0 || cell >= CELLS || cells[cell] != null) {
            return false;
        }
        cells[cell] = by;
        next = by == Side.ME ? Side.OPPONENT : Side.ME;
        return true;
    }

    boolean isMyTurn() {
        return next == Side.ME && !isOver();
    }

    boolean isOver() {
        return isWonBy(Side.ME) || isWonBy(Side.OPPONENT) || Arrays.stream(cells).allMatch(cell -> cell != null);
    }

    boolean isWonBy(Side side) {
        return LINES.stream().anyMatch(line -> Arrays.stream(line).allMatch(cell -> cells[cell] == side));
    }
}
