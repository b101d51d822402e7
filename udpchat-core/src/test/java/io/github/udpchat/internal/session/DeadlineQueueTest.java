package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.github.udpchat.internal.machine.Machine;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {

    private static final int SEEDS = 200;
    private static final int STEPS = 500;

    private final DeadlineQueue<Due> queue = new DeadlineQueue<>();

    private static final class Due extends DeadlineQueue.Entry {

        private long modelled = Machine.NEVER;

        private void set(DeadlineQueue<Due> queue, long deadline) {
            modelled = deadline;
            queue.set(this, deadline);
        }
    }

    @Test
    void anEmptyQueueNeverComes() {
        assertThat(queue.earliest()).isEqualTo(Machine.NEVER);
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatNeverComesTakesNoPlace() {
        Due due = new Due();
        queue.set(due, Machine.NEVER);
        assertThat(queue.size()).isZero();
        queue.set(due, 5);
        assertThat(queue.first()).isSameAs(due);
        queue.set(due, Machine.NEVER);
        queue.set(due, Machine.NEVER);
        assertThat(queue.size()).isZero();
        assertThat(queue.earliest()).isEqualTo(Machine.NEVER);
    }

    @Test
    void itAlwaysKnowsTheEarliestLikeASortedList() {
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DeadlineQueue<Due> tried = new DeadlineQueue<>();
            List<Due> all = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(40); i++) {
                all.add(new Due());
            }
            for (int step = 0; step < STEPS; step++) {
                long deadline = random.nextInt(4) == 0 ? Machine.NEVER : random.nextInt(30);
                all.get(random.nextInt(all.size())).set(tried, deadline);
                List<Long> model = all.stream().map(due -> due.modelled).filter(due -> due != Machine.NEVER)
                        .sorted().toList();
                assertThat(tried.size()).as("seed %s, step %s", seed, step).isEqualTo(model.size());
                assertThat(tried.earliest()).as("seed %s, step %s", seed, step)
                        .isEqualTo(model.isEmpty() ? Machine.NEVER : model.getFirst());
                if (!model.isEmpty()) {
                    assertThat(tried.first().modelled).isEqualTo(tried.earliest());
                }
            }
        }
    }

    @Test
    void takenOutOneByOneTheyComeInOrder() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 1_000; i++) {
            new Due().set(queue, random.nextLong(1_000_000));
        }
        long last = -1;
        while (queue.size() > 0) {
            assertThat(queue.earliest()).isGreaterThanOrEqualTo(last);
            last = queue.earliest();
            queue.set(queue.first(), Machine.NEVER);
        }
    }
}
