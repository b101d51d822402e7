package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Room;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Names that somebody may try, whoever brings them: PROTOCOL.md, section 2.14. What a client gets past that judges nothing by
 * itself is in {@code HostileNamesAtServerTest}.
 */
class HostileNamesTest {

    private static final long SEED = 5;

    /** A session may enter so many rooms in some time. */
    private static final Duration BETWEEN_ROOMS = Duration.ofMillis(100);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(SEED);

    @AfterEach
    void endOfTime() {
        net.close();
    }

    private ChatServerBuilder server() {
        return ChatServer.builder().protocol(Protocol.SESSION).network(net);
    }

    private ChatClient client(ChatServer server, String name) {
        return ChatClient.builder().protocol(Protocol.SESSION).network(net).server(server.localAddress()).name(name)
                .connect();
    }

    private static List<NameCorpus.Entry> names(int ofEachCategory, int ofManyScripts) {
        List<NameCorpus.Entry> all = new ArrayList<>(NameCorpus.byHand());
        all.addAll(NameCorpus.ofEachCategory(SEED, ofEachCategory));
        all.addAll(NameCorpus.ofManyScripts(SEED, ofManyScripts));
        return all;
    }

    private static String normalized(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC);
    }

    private static boolean isNormalized(String name) {
        return normalized(name).equals(name);
    }

    @Test
    void theCorpusHasWhatItIsFor() {
        List<NameCorpus.Entry> byHand = NameCorpus.byHand();
        assertThat(byHand).extracting(NameCorpus.Entry::kind).contains("nfkc", "case", "script", "bidi", "zero-width",
                "blank",
                "control", "surrogate", "private", "unassigned", "space", "mark", "length", "plain");
        assertThat(byHand).extracting(entry -> entry.name().codePointCount(0, entry.name().length())).contains(0, 32,
                33,
                10_000, 10_001);
        assertThat(byHand).allMatch(entry -> NameCorpus.isAllowed(normalized(entry.name())) == entry.allowed());
        assertThat(byHand).allMatch(entry -> entry.allowed() != entry.fold().isEmpty());
        List<NameCorpus.Entry> made = names(10, 1_000);
        assertThat(made).filteredOn(NameCorpus.Entry::allowed).hasSizeGreaterThan(300);
        assertThat(made).filteredOn(entry -> !entry.allowed()).hasSizeGreaterThan(300);
    }

    @Test
    void onlyAllowedNamesAreMembersAndTheyAreShownInOneForm() {
        ChatServer server = server().start();
        for (NameCorpus.Entry entry : names(2, 100)) {
            if (entry.allowed()) {
                try (ChatClient client = client(server, entry.name())) {
                    assertThat(client.name()).as("%s", entry).isEqualTo(normalized(entry.name()));
                    assertThat(server.peers()).extracting(Peer::name).as("%s", entry).containsExactly(client.name());
                }
            } else {
                assertThatThrownBy(() -> client(server, entry.name())).as("%s", entry)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            net.advance(BETWEEN_ROOMS);
            assertThat(server.peers()).as("%s", entry).isEmpty();
        }
    }

    @Test
    void ofNamesThatFoldAlikeOneIsThereAtATimeAndAllOthersAreThereTogether() {
        ChatServer server = server().start();
        Map<String, ChatClient> holders = new LinkedHashMap<>();
        for (NameCorpus.Entry entry : NameCorpus.byHand()) {
            if (entry.allowed() && !holders.containsKey(entry.fold())) {
                holders.put(entry.fold(), client(server, entry.name()));
            } else if (entry.allowed()) {
                assertThatThrownBy(() -> client(server, entry.name())).as("%s", entry)
                        .isInstanceOfSatisfying(ConnectFailedException.class,
                                failed -> assertThat(failed.reason()).isInstanceOfSatisfying(
                                        DisconnectReason.Refused.class,
                                        refused -> assertThat(refused.why()).isEqualTo(DropReason.NAME_TAKEN)));
            }
        }
        assertThat(server.peers()).hasSameSizeAs(holders.values()).hasSizeGreaterThan(50);
        // Another holder, another form: whoever had the name before does not matter.
        List<NameCorpus.Entry> others = NameCorpus.byHand();
        holders.values().forEach(ChatClient::close);
        net.advance(BETWEEN_ROOMS);
        Set<String> again = new HashSet<>();
        for (NameCorpus.Entry entry : others.reversed()) {
            if (entry.allowed() && again.add(entry.fold())) {
                client(server, entry.name());
            }
        }
        assertThat(server.peers()).hasSameSizeAs(holders.values());
    }

    @Test
    void aMemberIsRenamedToWhatIsAllowedInItsOneFormAndNobodyElses() {
        ChatServer server = server().start();
        PeerId ana = member(server, "first holder");
        PeerId ben = member(server, "second holder");
        String name = "first holder";
        for (NameCorpus.Entry entry : names(10, 1_000)) {
            if (entry.name().isEmpty()) {
                continue;
            }
            boolean renamed = server.rename(ana, entry.name()).join();
            assertThat(renamed).as("%s", entry).isEqualTo(entry.allowed() && isNormalized(entry.name()));
            name = renamed ? entry.name() : name;
            assertThat(server.peer(ana).orElseThrow().name()).as("%s", entry).isEqualTo(name);
        }
        for (NameCorpus.Entry one : NameCorpus.byHand()) {
            if (one.allowed() && isNormalized(one.name()) && server.rename(ana, one.name()).join()) {
                NameCorpus.byHand().stream().filter(other -> other.fold().equals(one.fold())).forEach(
                        other -> assertThat(server.rename(ben, other.name()).join()).as("%s beside %s", other, one)
                                .isFalse());
            }
        }
        assertThat(server.peer(ben).orElseThrow().name()).isEqualTo("second holder");
    }

    private PeerId member(ChatServer server, String name) {
        client(server, name);
        return server.peers().getLast().id();
    }

    @Test
    void whatTheHookGivesIsJudgedToo() {
        List<String> given = new ArrayList<>();
        ChatServer server = server().admit(request -> Admission.accept(given.getLast())).start();
        for (NameCorpus.Entry entry : names(1, 50)) {
            given.add(entry.name());
            if (entry.allowed() && isNormalized(entry.name())) {
                try (ChatClient client = client(server, "Ana")) {
                    assertThat(client.name()).as("%s", entry).isEqualTo(entry.name());
                }
            } else {
                DropReason why = entry.name().isEmpty() ? DropReason.ADMISSION_FAILED : DropReason.NAME_NOT_ALLOWED;
                assertThatThrownBy(() -> client(server, "Ana")).as("%s", entry)
                        .isInstanceOfSatisfying(ConnectFailedException.class,
                                failed -> assertThat(failed.reason()).isInstanceOfSatisfying(
                                        DisconnectReason.Refused.class,
                                        refused -> assertThat(refused.why()).isEqualTo(why)));
            }
            net.advance(BETWEEN_ROOMS);
            assertThat(server.peers()).as("%s", entry).isEmpty();
        }
    }

    @Test
    void roomsHaveAllowedNamesInOneFormAndAreToldApartByEachCharacter() {
        ChatServer server = server().start();
        ChatClient ana = client(server, "Ana");
        for (NameCorpus.Entry entry : names(10, 1_000)) {
            if (entry.allowed()) {
                net.advance(BETWEEN_ROOMS);
                Room room = ana.join(entry.name());
                assertThat(room.id().name()).as("%s", entry).isEqualTo(normalized(entry.name()));
                ana.leave(room);
            } else {
                assertThatThrownBy(() -> ana.join(entry.name())).as("%s", entry)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        ChatClient ben = client(server, "Ben");
        ana.join("Ana");
        ben.join("ANA");
        assertThat(ana.join("Ana").send("alone").join()).extracting("recipients").isEqualTo(0);
        ben.join("\uFF21na");
        assertThat(ana.join("Ana").send("to two").join()).extracting("recipients").isEqualTo(1);
    }
}
