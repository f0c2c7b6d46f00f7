package dev.tattle.bench.net;

import dev.tattle.core.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One message as the network saw it. Times are in nanoseconds since the history's zero, so those of
 * the start are negative.
 *
 * @param id the network's, from 0
 * @param msgId the sender's, where it wants a reply
 * @param inReplyTo the id of the request that it answers
 * @param receivedNanos null where it was lost, or still on its way when the run ended
 * @param body as JSON text in ASCII, its type and ids included
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
