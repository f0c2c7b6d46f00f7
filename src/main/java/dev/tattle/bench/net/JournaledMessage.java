package dev.tattle.bench.net;

import dev.tattle.core.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One message in the network's journal. Times are in nanoseconds since time zero of the history, so
 * those of the start are negative.
 *
 * @param id the network's, from 0
 * @param msgId the sender's, if it wants a reply
 * @param inReplyTo the id of the request that it answers
 * @param receivedNanos null if it was lost, or still in flight when the run ended
 * @param body as JSON text in ASCII, including its type and ids
 */
public record JournaledMessage(
    long id,
    NodeId src,
    NodeId dest,
    String type,
    @Nullable Long msgId,
    @Nullable Long inReplyTo,
    long sentNanos,
    @Nullable Long receivedNanos,
    String body) {
  public boolean isReceived() {
    return receivedNanos != null;
  }
}
