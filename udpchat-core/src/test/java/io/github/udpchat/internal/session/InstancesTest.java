package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.udpchat.internal.machine.Machine;
import org.junit.jupiter.api.Test;

/** What a server remembers of client instances, and for how long: PROTOCOL.md, section 2.13. */
class InstancesTest extends SessionFixture {

    private static final int MOST = 3;

    private final Instances instances = new Instances(MOST);
    private int clients;

    private record Client(Instances.Key key, ServerSession session) {}

    /** A client with a session. */
    private Client client() {
        clients++;
        HandClient client = new HandClient(this, at(clients, 4_000), 100 + clients).halfOpen();
        return new Client(new Instances.Key(identity(100 + clients).staticKeys().publicKey(), clients),
                Objects.requireNonNull(sessions.session(client.sessionId())));
    }

    /** Its session is admitted, and it has got to know that. */
    private Instances.Admitted admitted(Client client) {
        Instances.Admitted admitted = instances.admitted(client.key(), client.session());
        admitted.instance().met();
        return admitted;
    }

    private void ended(Client client) {
        instances.ended(now, client.key(), client.session());
    }

    @Test
    void countersOutliveTheSession() throws Exception {
        Client ana = client();
        Instances.Admitted first = admitted(ana);
        assertThat(first.known()).isFalse();
        assertThat(first.predecessor()).isNull();
        assertThat(first.instance().counters().isFirst(7)).isTrue();
        ended(ana);
        now += Instances.MEMORY.toNanos() - 1;
        instances.onTimer(now);
        Instances.Admitted second = admitted(ana);
        assertThat(second.known()).isTrue();
        assertThat(second.predecessor()).as("it has ended").isNull();
        assertThat(second.instance().counters().isFirst(7)).isFalse();
    }

    @Test
    void anotherKeyIsAnotherInstance() {
        Client ana = client();
        Client ben = client();
        admitted(ana);
        Instances.Key forged = new Instances.Key(ben.key().client(), ana.key().number());
        assertThat(instances.present(forged)).isNull();
        Instances.Admitted second = instances.admitted(forged, ben.session());
        assertThat(second.known()).isFalse();
        assertThat(second.predecessor()).isNull();
    }

    @Test
    void theLateEndOfAPredecessorMeansNothing() {
        Client ana = client();
        Client again = new Client(ana.key(), client().session());
        admitted(ana);
        assertThat(admitted(again).predecessor()).isSameAs(ana.session());
        ended(ana);
        assertThat(instances.present(ana.key())).isSameAs(again.session());
        ended(again);
        assertThat(instances.present(ana.key())).isNull();
        assertThat(instances.size()).isEqualTo(1);
    }

    @Test
    void whoIsAwayForTenMinutesIsForgotten() {
        Client ana = client();
        Client ben = client();
        admitted(ana);
        admitted(ben);
        assertThat(instances.nextDeadline()).as("nobody is away").isEqualTo(Machine.NEVER);
        ended(ana);
        long left = now;
        now += SECOND;
        ended(ben);
        assertThat(instances.nextDeadline()).isEqualTo(left + Instances.MEMORY.toNanos());
        instances.onTimer(left + Instances.MEMORY.toNanos());
        assertThat(instances.size()).isEqualTo(1);
        instances.onTimer(now + Instances.MEMORY.toNanos());
        assertThat(instances.size()).isZero();
        assertThat(instances.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void theLongestAwayMakesRoomAndNobodyWithASession() {
        List<Client> present = new ArrayList<>();
        Client longest = client();
        Client shorter = client();
        admitted(longest);
        admitted(shorter);
        ended(longest);
        ended(shorter);
        for (int i = 0; i < MOST - 1; i++) {
            Client next = client();
            present.add(next);
            admitted(next);
        }
        assertThat(instances.size()).isEqualTo(MOST);
        assertThat(admitted(shorter).known()).as("the shorter away").isTrue();
        assertThat(admitted(client()).known()).isFalse();
        assertThat(instances.size()).as("those with a session are not forgotten").isEqualTo(MOST + 1);
        assertThat(present).allMatch(client -> instances.present(client.key()) != null);
    }

    @Test
    void aRecordOfWhichTheClientNeverHeardKnowsNothing() {
        Client ana = client();
        instances.admitted(ana.key(), ana.session());
        ended(ana);
        Instances.Admitted second = instances.admitted(ana.key(), ana.session());
        assertThat(second.known()).as("what the client said before may have been relayed before the record was made")
                .isFalse();
        second.instance().met();
        assertThat(instances.admitted(ana.key(), ana.session()).known()).isTrue();
    }
}
