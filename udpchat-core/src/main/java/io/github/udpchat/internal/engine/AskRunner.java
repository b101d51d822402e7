package io.github.udpchat.internal.engine;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.network.Host;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has questions answered by the application's plug-ins, each on a thread of its own, where they may block. Whatever a
 * plug-in does there costs only the question at hand: what it throws is reported, and the answer is that it failed.
 */
final class AskRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AskRunner.class);

    private final PlugIns plugIns;
    private final Host host;
    private final String threadName;
    private final Engine<?> engine;

    AskRunner(PlugIns plugIns, Host host, String threadName, Engine<?> engine) {
        this.plugIns = plugIns;
        this.host = host;
        this.threadName = threadName;
        this.engine = engine;
    }

    void run(Ask ask) {
        try {
            host.execute(threadName, () -> answer(ask));
        } catch (Throwable noThread) {
            engine.plugInFailed("starting a thread for a plug-in", noThread);
            giveUp(ask);
        }
    }

    private void answer(Ask ask) {
        switch (ask) {
            case Ask.Admit admit -> {
                Optional<Admission> answer = tried("admission", () -> plugIns.admit(admit.id(), admit.request()));
                answer.ifPresent(given -> log(admit, given));
                engine.answer(admit.then(), answer);
            }
            case Ask.Rename rename -> engine.answer(
                    rename.then(), tried("PeerRegistry.rename", () -> plugIns.rename(rename.peer(), rename.newName())));
            case Ask.Forget forget -> {
                forget.peers().forEach(this::remove);
                engine.answer(forget.then(), true);
            }
            case Ask.Store store -> engine.answer(store.then(), isStored(store));
        }
    }

    /** First the forgetting: a room that begins anew has forgotten what was before. */
    private boolean isStored(Ask.Store ask) {
        HistoryStore store = plugIns.store();
        ask.forgotten().forEach((room, below) -> {
            try {
                store.forget(room, below);
            } catch (Throwable thrown) {
                engine.plugInFailed("HistoryStore.forget", thrown);
            }
        });
        Instant now = host.clock().instant();
        try {
            if (!ask.messages().isEmpty()) {
                store.append(ask.messages().stream().map(message -> new StoredMessage(message.room(),
                        message.position().orElseThrow(), now, message.authorId(), message.author().orElse(""),
                        message.content())).toList());
            }
            return true;
        } catch (Throwable thrown) {
            engine.plugInFailed("HistoryStore.append", thrown);
            return false;
        }
    }

    private static void log(Ask.Admit ask, Admission answer) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}: {}", PrintableText.of(ask.request().toString()), PrintableText.of(answer.toString()));
        }
    }

    private void giveUp(Ask ask) {
        switch (ask) {
            case Ask.Admit admit -> engine.answer(admit.then(), Optional.empty());
            case Ask.Rename rename -> engine.answer(rename.then(), Optional.empty());
            case Ask.Forget forget -> engine.answer(forget.then(), false);
            case Ask.Store store -> engine.answer(store.then(), false);
        }
    }

    private Optional<Admission> tried(String what, Supplier<Admission> plugIn) {
        try {
            return Optional.of(plugIn.get());
        } catch (Throwable thrown) {
            engine.plugInFailed(what, thrown);
            return Optional.empty();
        }
    }

    private void remove(Peer peer) {
        try {
            plugIns.registry().remove(peer);
        } catch (Throwable thrown) {
            engine.plugInFailed("PeerRegistry.remove", thrown);
        }
    }
}
