package io.github.udpchat.demo.server;

import java.io.PrintStream;

import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RoomId;

/** Prints who comes, speaks and goes, and in which room; what begins with an asterisk was said by nobody. */
record RoomsLog(PrintStream out) implements ChatServerListener {

    @Override
    public void onJoined(Peer peer, RoomId room) {
        print("* " + peer.name() + " joined " + room);
    }

    @Override
    public void onMessage(Peer from, ChatMessage message) {
        print((message.room().equals(RoomId.LOBBY) ? "" : "#" + message.room() + " ") + "[" + from.name() + "]->"
                + message.text());
    }

    @Override
    public void onLeft(Peer peer, RoomId room, LeaveReason why) {
        print("* " + peer.name() + " left " + room + switch (why) {
            case LeaveReason.Left left -> "";
            case LeaveReason.TimedOut(var limit) -> ": not heard of for " + limit.toSeconds() + " s";
            case LeaveReason.Removed(var text) -> ": removed, \"" + text + "\"";
            case LeaveReason.ServerClosed closed -> ": the server closes";
            case LeaveReason.Replaced replaced -> ": the same client has come again";
            case LeaveReason.Failed failed -> ": the session failed";
            case LeaveReason.SlowConsumer slow -> ": too slow";
            case LeaveReason.BrokeProtocol(var what) -> ": broke the protocol, " + what;
        });
    }

    private void print(String line) {
        out.println(PrintableText.of(line));
    }
}
