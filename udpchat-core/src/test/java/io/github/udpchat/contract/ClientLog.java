package io.github.udpchat.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.ChatClientListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;

/** A client's listener that remembers what it heard. */
public class ClientLog implements ChatClientListener {

    private final List<ChatMessage> messages = new CopyOnWriteArrayList<>();
    private final List<ChatMessage> history = new CopyOnWriteArrayList<>();
    private final List<String> story = new CopyOnWriteArrayList<>();
    private final List<DirectMessage> directs = new CopyOnWriteArrayList<>();
    private final List<String> typists = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final List<CloseReason> closed = new CopyOnWriteArrayList<>();
    private final Map<DropReason, Long> drops = new ConcurrentHashMap<>();

    @Override
    public void onMessage(ChatMessage message) {
        messages.add(message);
        story.add(message.room() + ": " + message.text());
    }

    @Override
    public void onRecall(RoomId room, Recall recall) {
        story.add(room + ": " + recall.getClass().getSimpleName());
    }

    @Override
    public void onPlaintext(RoomId room) {
        story.add(room + ": plaintext");
    }

    @Override
    public void onHistory(ChatMessage message) {
        history.add(message);
        story.add(message.room() + ": old " + message.text());
    }

    @Override
    public void onDirect(DirectMessage message) {
        directs.add(message);
    }

    @Override
    public void onTyping(RoomId room, PeerId typist, String name) {
        typists.add(name + " (" + typist + ") in " + room);
    }

    @Override
    public void onDropped(DropReason reason, long count) {
        drops.merge(reason, count, Long::sum);
    }

    @Override
    public void onError(String during, Throwable error) {
        errors.add(error);
    }

    @Override
    public void onClosed(CloseReason why) {
        closed.add(why);
    }

    /** {@return the messages} */
    public List<ChatMessage> messages() {
        return messages;
    }

    /** {@return the messages' texts} */
    public List<String> texts() {
        return messages.stream().map(ChatMessage::text).toList();
    }

    /** {@return the old messages} */
    public List<ChatMessage> history() {
        return history;
    }

    /** {@return what was heard of rooms, old and new, as one story of lines} */
    public List<String> story() {
        return story;
    }

    /** {@return what was said to this client alone} */
    public List<DirectMessage> directs() {
        return directs;
    }

    /** {@return who has typed, as {@code NAME (ID) in ROOM}} */
    public List<String> typists() {
        return typists;
    }

    /** {@return what {@code onError} heard} */
    public List<Throwable> errors() {
        return errors;
    }

    /** {@return what {@code onClosed} heard} */
    public List<CloseReason> closed() {
        return closed;
    }

    /** {@return how many drops of a reason were reported} */
    public long drops(DropReason reason) {
        return drops.getOrDefault(reason, 0L);
    }
}
