package io.github.udpchat.bench;

import java.util.List;
import java.util.Locale;

/** Bars of CPU for each delivery, one group for each load, as SVG. A thin line shows the range over the rounds. */
final class Chart {

    private static final int LABEL_WIDTH = 250;
    private static final int BAR_AREA_WIDTH = 480;
    private static final int FIGURE_WIDTH = 70;
    private static final int ROW_HEIGHT = 18;
    private static final int BAR_HEIGHT = 12;
    private static final int TITLE_HEIGHT = 30;
    private static final int WIDTH = LABEL_WIDTH + BAR_AREA_WIDTH + FIGURE_WIDTH;
    private static final String OURS = "#1f6fb2";
    private static final String OTHERS = "#9a9a9a";

    private final List<Series> all;
    private final StringBuilder svg = new StringBuilder();
    private int y;

    private Chart(List<Series> all) {
        this.all = all;
    }

    static String svg(List<Series> all) {
        return new Chart(all).draw();
    }

    private String draw() {
        double widest = all.stream().mapToDouble(one -> one.cpuMicros().max()).max().orElse(1);
        text(4, y += 18, "Server CPU for each delivery in µs (median; line: range), by peers and window");
        for (Load load : all.stream().map(Series::load).distinct().toList()) {
            text(4, y += TITLE_HEIGHT, load.peers() + " peers, window " + load.window());
            all.stream().filter(one -> one.load().equals(load)).forEach(one -> bar(one, BAR_AREA_WIDTH / widest));
        }
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n%s</svg>%n",
                WIDTH,
                y + ROW_HEIGHT,
                svg);
    }

    private void bar(Series one, double scale) {
        Spread cpu = one.cpuMicros();
        y += ROW_HEIGHT;
        text(16, y, one.contender().name());
        line(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                LABEL_WIDTH,
                y - BAR_HEIGHT + 2,
                cpu.median() * scale,
                BAR_HEIGHT,
                one.contender().id().startsWith("udpchat") ? OURS : OTHERS);
        line(
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#222222\"/>",
                LABEL_WIDTH + cpu.min() * scale,
                LABEL_WIDTH + cpu.max() * scale,
                y - BAR_HEIGHT / 2 + 2,
                y - BAR_HEIGHT / 2 + 2);
        line("<text x=\"%.1f\" y=\"%d\">%.2f</text>", LABEL_WIDTH + cpu.max() * scale + 6, y, cpu.median());
    }

    private void text(int x, int baseline, String text) {
        line("<text x=\"%d\" y=\"%d\">%s</text>", x, baseline, text);
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
