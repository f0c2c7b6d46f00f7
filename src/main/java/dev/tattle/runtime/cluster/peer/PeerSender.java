package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.node.ClusterTransport;
import dev.tattle.wire.JsonBuffer;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Predicate;

/**
 * Sends messages to peers as frames. Drops a message if the peer's queue has no room.
 *
 * <p>Thread rule: each thread that sends has a sender of its own; the rest happens on the event
 * loop.
 */
final class PeerSender implements ClusterTransport.PeerOutlet {
  private static final int USUAL_BYTES = 1_024;

  private final Context context;
  private final Log log;
  private final Roster roster;
  private final PeerCounts counts;
  private final Predicate<NodeId> cut;
  private final JsonBuffer scratch = new JsonBuffer(USUAL_BYTES);

  /**
   * Creates a sender to all peers on the roster.
   *
   * @param cut true for the peers to which nothing is sent
   */
  PeerSender(Context context, Log log, Roster roster, PeerCounts counts, Predicate<NodeId> cut) {
    this.context = context;
    this.log = log;
    this.roster = roster;
    this.counts = counts;
    this.cut = cut;
  }

  @Override
  public void send(NodeId dest, List<Message> messages) {
    KnownPeer peer = roster.peer(dest);
    if (peer == null) {
      counts.unreachable().add(messages.size());
      return;
    }
    Buffer frames = Buffer.buffer();
    for (Message message : messages) {
      if (!Frames.append(message, scratch, frames)) {
        counts.tooLong().increment();
        String type = message.body().type();
        String text = "a '" + type + "' for " + dest + " is longer than 4 MiB: dropped";
        log.event(Log.Level.WARN, "message-too-long", text, "peer", dest, "type", type);
      }
    }
    if (!peer.reserve(frames.length())) {
      counts.shed().add(messages.size());
      return;
    }
    context.runOnContext(unused -> write(peer, frames, messages.size()));
  }

  private void write(KnownPeer peer, Buffer frames, int messages) {
    PeerConnection connection = peer.connection();
    if (connection == null || cut.test(peer.id())) {
      peer.release(frames.length());
      (connection == null ? counts.unreachable() : counts.cut()).add(messages);
      return;
    }
    counts.sent().add(messages);
    counts.sentBytes().add(frames.length());
    int bytes = frames.length();
    connection.write(frames).onComplete(unused -> peer.release(bytes));
  }
}
