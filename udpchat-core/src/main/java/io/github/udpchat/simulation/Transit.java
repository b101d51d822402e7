package io.github.udpchat.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.github.udpchat.model.Payload;

/**
 * A datagram on its way, as a {@link LinkRule} sees it.
 *
 * {@snippet :
 * net.rule((transit, random) -> transit.to().equals(server.localAddress())
 *         ? new Verdict.Delay(Duration.ofMillis(200)) : new Verdict.Pass());
 * }
 *
 * @param from     who sent it
 * @param to       where it goes
 * @param datagram its bytes
 * @param sentAt   when it was sent, since the simulation began
 */
public record Transit(InetSocketAddress from, InetSocketAddress to, Payload datagram, Duration sentAt) {}
