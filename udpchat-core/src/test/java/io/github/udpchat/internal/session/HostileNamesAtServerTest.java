package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.model.Admission;
import io.github.udpchat.session.NameCorpus;
import org.junit.jupiter.api.Test;

/** Names that a client brings which judges nothing by itself: PROTOCOL.md, section 2.14. */
class HostileNamesAtServerTest extends SessionFixture {

    private static final long SEED = 6;
    private static final int MOST_NAME_BYTES = 128;

    /** What fits into one packet. */
    private static final int MOST_SENT_BYTES = 900;
    private static final Duration BETWEEN = Duration.ofMillis(150);
    private static final int ROOMS_OF_A_CLIENT = 50;

    private int clients;

    private HandClient stranger() {
        clients++;
        return new HandClient(this, at(1 + clients % 200, 4_000 + clients), 11 + clients % 200).halfOpen();
    }

    private static List<NameCorpus.Entry> names(int ofEachCategory, int ofManyScripts) {
        List<NameCorpus.Entry> all = new ArrayList<>(NameCorpus.byHand());
        all.addAll(NameCorpus.ofEachCategory(SEED, ofEachCategory));
        all.addAll(NameCorpus.ofManyScripts(SEED, ofManyScripts));
        Set<String> seen = new HashSet<>();
        return all.stream().filter(entry -> isSendable(entry.name()) && seen.add(entry.name())).toList();
    }

    /** Half a pair has no form in UTF-8. */
    private static boolean isSendable(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= MOST_SENT_BYTES && new String(utf8, StandardCharsets.UTF_8).equals(name);
    }

    private static boolean isTooLong(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length > MOST_NAME_BYTES;
    }

    private static String normalized(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC);
    }

    /** What the server says, at once and within what it holds back for a moment; all of it arrives. */
    private List<ControlMessage> answers(HandClient client, List<Sent> atOnce) {
        List<Sent> all = new ArrayList<>(atOnce);
        all.addAll(passes(Duration.ofMillis(5)));
        List<ControlMessage> said = client.control(all);
        all.stream().filter(packet -> packet.to().equals(client.address()) && packet.type() == PacketType.DATA)
                .forEach(packet -> acknowledge(client, packet));
        return said;
    }

    private static void acknowledge(HandClient client, Sent packet) {
        try {
            client.send(new Frame.Ack(AckRanges.ofFields(DataPacket.number(packet.datagram()), 0), 0));
        } catch (AcknowledgementException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noForbiddenNameReachesTheApplicationAndAllowedOnesComeInOneForm() {
        for (NameCorpus.Entry entry : names(2, 100)) {
            passes(BETWEEN);
            asks.clear();
            HandClient client = stranger();
            List<Long> closes = client.closes(client.join(entry.name()));
            List<String> asked = asks.stream().filter(Ask.Admit.class::isInstance)
                    .map(ask -> ((Ask.Admit) ask).request().name()).toList();
            if (entry.allowed()) {
                assertThat(asked).as("%s", entry).containsExactly(normalized(entry.name()));
                answer(Admission.reject("asked enough"));
            } else {
                assertThat(asked).as("%s", entry).isEmpty();
                assertThat(closes).as("%s", entry).containsExactly(
                        (long) (isTooLong(entry.name()) ? CloseCode.VIOLATION : CloseCode.NAME_NOT_ALLOWED));
            }
        }
        assertThat(clients).isGreaterThan(400);
    }

    @Test
    void noRoomHasANameThatIsForbiddenOrNotInItsOneForm() {
        int number = 0;
        int entered = 0;
        HandClient client = stranger();
        for (NameCorpus.Entry entry : names(10, 500)) {
            if (isTooLong(entry.name())) {
                continue;
            }
            if (number % ROOMS_OF_A_CLIENT == 0) {
                client = stranger();
                client.join("client " + number);
                answers(client, answer(Admission.accept("client " + number)));
            }
            number++;
            answers(client, passes(BETWEEN));
            List<Class<?>> kinds = new ArrayList<>();
            for (ControlMessage message : answers(client, client.tell(new RoomControl.Enter(number, entry.name())))) {
                if (message instanceof RoomControl.Entered || message instanceof RoomControl.NotEntered) {
                    kinds.add(message.getClass());
                }
            }
            boolean enterable = entry.allowed() && normalized(entry.name()).equals(entry.name());
            entered += enterable ? 1 : 0;
            assertThat(kinds).as("%s", entry)
                    .containsExactly(enterable ? RoomControl.Entered.class : RoomControl.NotEntered.class);
        }
        assertThat(entered).isGreaterThan(200);
    }
}
