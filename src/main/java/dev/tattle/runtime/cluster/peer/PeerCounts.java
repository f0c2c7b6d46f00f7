package dev.tattle.runtime.cluster.peer;

import dev.tattle.runtime.cluster.node.Metrics;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what the network between nodes has done.
 *
 * @param shed messages dropped because their peer was slow and its queue full
 * @param unreachable messages dropped because nobody was connected
 * @param cut messages dropped on purpose
 * @param tooLong messages that no frame can hold
 * @param inboxFull messages from peers that the node had no room for
 * @param unproven connections whose other side did not show that it has the cluster's key
 * @param hostile connections that were refused, or closed for what they sent
 */
public record PeerCounts(
    LongAdder sent,
    LongAdder sentBytes,
    LongAdder received,
    LongAdder receivedBytes,
    LongAdder shed,
    LongAdder unreachable,
    LongAdder cut,
    LongAdder tooLong,
    LongAdder inboxFull,
    LongAdder unproven,
    LongAdder hostile) {
  private static final String DROPPED = "tattle_peer_messages_dropped_total";
  private static final String DROPPED_HELP =
      "Messages between nodes that were dropped; anti-entropy makes up for them.";

  public static PeerCounts in(Metrics metrics) {
    return new PeerCounts(
        metrics.counter("tattle_peer_messages_sent_total", "Messages sent to other nodes."),
        metrics.counter("tattle_peer_bytes_sent_total", "Bytes of messages sent to other nodes."),
        metrics.counter("tattle_peer_messages_received_total", "Messages from other nodes."),
        metrics.counter("tattle_peer_bytes_received_total", "Bytes of messages from other nodes."),
        dropped(metrics, "queue_full"),
        dropped(metrics, "not_connected"),
        dropped(metrics, "cut"),
        dropped(metrics, "too_long"),
        dropped(metrics, "inbox_full"),
        metrics.counter(
            "tattle_peer_connections_without_key_total",
            "Connections of which the other side did not show that it has the cluster's key."),
        metrics.counter(
            "tattle_peer_connections_refused_total",
            "Connections of other nodes that were refused, or closed for what they sent."));
  }

  private static LongAdder dropped(Metrics metrics, String reason) {
    return metrics.counter(DROPPED, DROPPED_HELP, "reason", reason);
  }
}
