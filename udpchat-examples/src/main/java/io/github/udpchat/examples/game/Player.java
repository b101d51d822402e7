package io.github.udpchat.examples.game;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.ChatClient;
import io.github.udpchat.TypedMessage;
import io.github.udpchat.TypedRoom;
import io.github.udpchat.examples.game.Game.Side;
import io.github.udpchat.examples.game.GameMessage.BytesCodec;
import io.github.udpchat.examples.game.GameMessage.Challenge;
import io.github.udpchat.examples.game.GameMessage.Move;
import io.github.udpchat.model.Delivery;

/**
 * Shows a game lobby: players challenge each other in the lobby, play each game in a room of its own through
 * {@code room.as(codec)}, and judge what they hear. The server knows nothing of the game.
 *
 * <p>
 * A room is open to everybody, so a move counts only if the opponent made it (on the session protocol nobody else can speak under
 * that name) and the rules allow it. Others are counted in {@link #illegalMoves}; what is no message at all the library counts
 * as {@code UNDECODABLE}. A move that was made while this player had no session is missed, for history is not heard here; whoever
 * wants games to outlive that implements {@code TypedListener.onHistory} as well. Safe for several threads: the listener's thread and
 * those that play.
 */
final class Player {

    /** So many games at a time; a challenge to one more is not heeded, or anybody could have this player join rooms without end. */
    private static final int MOST_TABLES = 8;

    /** What the room of a game is called begins so: nobody can challenge this player to a game in the lobby. */
    static final String ROOM_PREFIX = "game-";

    private final ChatClient client;
    private final TypedRoom<GameMessage> lobby;
    private final Map<String, Table> tables = new HashMap<>();
    private int illegalMoves;

    /** A game, and the room in which it is played. */
    private record Table(TypedRoom<GameMessage> moves, String opponent, Game game) {}

    Player(ChatClient client) {
        this.client = client;
        lobby = client.lobby().as(BytesCodec.INSTANCE);
        lobby.onMessage(message -> {
            if (message.value() instanceof Challenge(String whom, String room) && whom.equals(client.name())) {
                author(message).ifPresent(challenger -> accept(room, challenger));
            }
        });
    }

    /** Who said it; nobody if the server itself did. */
    private static Optional<String> author(TypedMessage<GameMessage> message) {
        return message.message().authorId().flatMap(id -> message.message().author());
    }

    /**
     * Enters a room, and then invites somebody there. In this order nothing gets lost: who is challenged moves first, and is heard.
     */
    CompletableFuture<Delivery> challenge(String whom, String room) {
        if (!room.startsWith(ROOM_PREFIX)) {
            throw new IllegalArgumentException("a game's room is called " + ROOM_PREFIX + "..., was \"" + room + "\"");
        }
        sit(client.join(room, BytesCodec.INSTANCE, move -> hear(room, move)), whom, Side.OPPONENT);
        return lobby.send(new Challenge(whom, room));
    }

    /** In a listener one asks and does not wait: the room is there later. */
    private synchronized void accept(String room, String challenger) {
        if (room.startsWith(ROOM_PREFIX) && !tables.containsKey(room)) {
            client.joinAsync(room, BytesCodec.INSTANCE, move -> hear(room, move))
                    .thenAccept(moves -> sit(moves, challenger, Side.ME));
        }
    }

    private synchronized void sit(TypedRoom<GameMessage> moves, String opponent, Side first) {
        String room = moves.room().id().name();
        if (tables.size() == MOST_TABLES && !tables.containsKey(room)) {
            client.leave(moves.room());
        } else {
            tables.putIfAbsent(room, new Table(moves, opponent, new Game(first)));
        }
    }

    private synchronized void hear(String room, TypedMessage<GameMessage> message) {
        Table table = tables.get(room);
        boolean legal = table != null && message.value() instanceof Move(int cell)
                && author(message).equals(Optional.of(table.opponent()))
                && table.game().move(Side.OPPONENT, cell);
        if (!legal) {
            illegalMoves++;
        }
    }

    /** Makes a move; refused at once if the rules don't allow it. The opponent judges it again. */
    synchronized boolean play(String room, int cell) {
        Table table = tables.get(room);
        if (table == null || !table.game().move(Side.ME, cell)) {
            return false;
        }
        table.moves().send(new Move(cell));
        return true;
    }

    synchronized boolean isMyTurn(String room) {
        return tables.containsKey(room) && tables.get(room).game().isMyTurn();
    }

    synchronized boolean hasWon(String room) {
        return tables.containsKey(room) && tables.get(room).game().isWonBy(Side.ME);
    }

    synchronized boolean hasLost(String room) {
        return tables.containsKey(room) && tables.get(room).game().isWonBy(Side.OPPONENT);
    }

    /** Gets up from a table; the room is gone when nobody is left in it. */
    synchronized void leave(String room) {
        Table table = tables.remove(room);
        if (table != null) {
            client.leave(table.moves().room());
        }
    }

    synchronized int illegalMoves() {
        return illegalMoves;
    }
}
