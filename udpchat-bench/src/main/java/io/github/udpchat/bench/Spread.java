package io.github.udpchat.bench;

import java.util.Collection;
import java.util.List;

/** The middle of some figures, and how far apart they are. */
record Spread(double median, double min, double max) {

    static Spread of(Collection<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }
}
