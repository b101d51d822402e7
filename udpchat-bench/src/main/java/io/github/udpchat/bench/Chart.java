package io.github.udpchat.bench;

import java.util.List;
import java.util.Locale;

/**
 * Bars of CPU for each delivery, one group for each load, as SVG. Every group has its own scale, on which the reference's
 * bar is as long as in every other group; so bars compare servers, and their figures compare loads. What is several times
 * as long is cut off.
 */
final class Chart {

    private static final int COLUMNS = 2;
    private static final int LABEL_WIDTH = 215;
    private static final int REFERENCE_WIDTH = 75;
    /** In multiples of the reference. */
    private static final double LONGEST = 4;
    private static final int FIGURE_WIDTH = 80;
    private static final int COLUMN_WIDTH = LABEL_WIDTH + (int) (REFERENCE_WIDTH * LONGEST) + FIGURE_WIDTH;
    private static final int ROW_HEIGHT = 16;
    private static final int BAR_HEIGHT = 11;
    private static final int HEAD_HEIGHT = 44;
    private static final int GROUP_GAP = 34;
    private static final String OURS = "#1f6fb2";
    private static final String OTHERS = "#9a9a9a";

    private final Topic topic;
    private final List<Series> all;
    private final StringBuilder svg = new StringBuilder();

    private Chart(Topic topic, List<Series> all) {
        this.topic = topic;
        this.all = all;
    }

    static String svg(Topic topic, List<Series> all) {
        return new Chart(topic, all).draw();
    }

    private String draw() {
        text(4, 16,
                "Server CPU for each delivery in µs: the bar is the median, the thin line the range over the rounds.");
        text(4, 32,
                "The upright line is " + topic.referenceName()
                        + " under the same load; a bar that ends with › is longer than shown.");
        int y = HEAD_HEIGHT;
        int tallest = 0;
        List<Load> loads = all.stream().map(Series::load).distinct().toList();
        for (int place = 0; place < loads.size(); place++) {
            tallest = Math.max(tallest, group(place % COLUMNS * COLUMN_WIDTH, y, loads.get(place)));
            if (place % COLUMNS == COLUMNS - 1 || place == loads.size() - 1) {
                y += tallest;
                tallest = 0;
            }
        }
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n%s</svg>%n",
                COLUMNS * COLUMN_WIDTH,
                y + ROW_HEIGHT,
                svg);
    }

    /** Draws all bars of one load, and returns how high they are together. */
    private int group(int left, int top, Load load) {
        List<Series> bars = all.stream().filter(one -> one.load().equals(load)).toList();
        double unit = bars.stream()
                .filter(one -> one.contender().id().equals(topic.reference()))
                .findFirst()
                .orElse(bars.getFirst())
                .cpuMicros()
                .median();
        int y = top + ROW_HEIGHT;
        line("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", left + 4, y, load.title());
        int first = y;
        for (Series one : bars) {
            y += ROW_HEIGHT;
            bar(left, y, one, unit);
        }
        int reference = left + LABEL_WIDTH + REFERENCE_WIDTH;
        line(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#c0392b\"/>",
                reference,
                reference,
                first + 4,
                y + 4);
        return y - top + GROUP_GAP - ROW_HEIGHT;
    }

    private void bar(int left, int y, Series one, double unit) {
        Spread cpu = one.cpuMicros();
        int zero = left + LABEL_WIDTH;
        text(left + 12, y, one.contender().name());
        line(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                zero,
                y - BAR_HEIGHT + 2,
                length(cpu.median(), unit),
                BAR_HEIGHT,
                one.contender().isOurs() ? OURS : OTHERS);
        line(
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#222222\"/>",
                zero + length(cpu.min(), unit),
                zero + length(cpu.max(), unit),
                y - BAR_HEIGHT / 2 + 2,
                y - BAR_HEIGHT / 2 + 2);
        line(
                "<text x=\"%.1f\" y=\"%d\">%s%.2f</text>",
                zero + length(cpu.max(), unit) + 6,
                y,
                cpu.median() > LONGEST * unit ? "› " : "",
                cpu.median());
    }

    private static double length(double micros, double unit) {
        return Math.min(micros / unit, LONGEST) * REFERENCE_WIDTH;
    }

    private void text(int x, int baseline, String text) {
        line("<text x=\"%d\" y=\"%d\">%s</text>", x, baseline, text);
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
