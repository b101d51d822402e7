package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import org.junit.jupiter.api.Test;

/** Renaming, and what can happen meanwhile. */
class HubRenameTest extends HubFixture {

    @Test
    void renameThatArrivesAfterTheLeaveIsTakenBack() {
        PeerId ana = joins("Ana");
        CompletableFuture<Boolean> reply = new CompletableFuture<>();
        hub.rename(ana, "Anna", reply, out);
        assertThat(hub.remove(0, ana, "test", out)).isTrue();
        sort();
        Ask.Rename rename = (Ask.Rename) asks.get(1);
        rename.then().answer(1, Optional.of(Admission.accept("Anna")), out);
        sort();
        assertThat(reply).isCompletedWithValue(false);
        assertThat(forgotten(2)).extracting(Peer::name).containsExactly("Ana");
        assertThat(forgotten(3)).extracting(Peer::name).as("what the registry knows it by").containsExactly("Anna");
        assertThat(hub.remove(0, ana, "again", out)).isFalse();
    }

    @Test
    void oneRenameAtATimeSoThatAnswersCannotOvertakeEachOther() {
        PeerId ana = joins("Ana");
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        hub.rename(ana, "first", first, out);
        hub.rename(ana, "second", second, out);
        sort();
        assertThat(second).isCompletedWithValue(false);
        ((Ask.Rename) asks.get(asks.size() - 1)).then().answer(1, Optional.of(Admission.accept("first")), out);
        sort();
        assertThat(first).isCompletedWithValue(true);
        hub.rename(ana, "third", new CompletableFuture<>(), out);
        sort();
        assertThat(asks.get(asks.size() - 1)).isInstanceOfSatisfying(
                Ask.Rename.class, ask -> assertThat(ask.peer().name()).isEqualTo("first"));
    }
}
