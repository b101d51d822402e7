package io.github.udpchat.bench;

import java.util.List;

/**
 * A relay to measure.
 *
 * @param id      its name on the command line
 * @param name    its name in tables
 * @param command what starts it
 */
record Contender(String id, String name, List<String> command) {}
