package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RpcError;
import dev.tattle.core.rpc.KvClient;
import dev.tattle.core.rpc.Result;
import java.time.Duration;
import java.util.List;

/**
 * Writes the cluster's kind into lin-kv, for nodes that can't learn it otherwise: they are cut off
 * from all nodes that know it, or all nodes were restarted.
 *
 * <p>A node that learns the kind from a client writes the note at once. If that node is killed, the
 * other nodes can still learn the kind of what it acknowledged. Otherwise the earliest node that
 * knows the kind writes it. The first of all nodes writes at once. Any other node waits for {@link
 * #STAND_IN_AFTER}, and does nothing if it hears from an earlier node that knows the kind. A node
 * writes again, with growing pauses, until lin-kv has answered. All write the same value, so the
 * order of the writes does not matter.
 */
final class KindNote {
  static final Duration STAND_IN_AFTER = Duration.ofSeconds(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);

  private final List<NodeId> earlier;
  private final long msgId;
  private Json label = Json.NULL;
  private Duration pause = FIRST_PAUSE;
  private boolean isDue;

  KindNote(Environment environment, long msgId) {
    List<NodeId> nodes = environment.nodes();
    earlier = nodes.subList(0, nodes.indexOf(environment.self()));
    this.msgId = msgId;
  }

  /**
   * Begins, because this node has learnt the kind, and not from lin-kv.
   *
   * @param teller the sender of the message that named it; need not be a peer
   * @param isUrgent whether this node may be the only one that knows it
   */
  void begin(Kind kind, NodeId teller, boolean isUrgent, Outbox out) {
    if (earlier.contains(teller)) {
      return;
    }
    label = Json.of(kind.label());
    isDue = true;
    if (isUrgent || earlier.isEmpty()) {
      onTimer(out);
    } else {
      out.setTimer(AutoTimer.NOTE, STAND_IN_AFTER);
    }
  }

  /** Notes a message of a node that knows the kind; the sender need not be a peer. */
  void heard(NodeId node, Outbox out) {
    if (isDue && earlier.contains(node)) {
      end(out);
    }
  }

  void onTimer(Outbox out) {
    Body write = Body.of("write", "key", KindQuestions.KEY, "value", label);
    out.send(KvClient.LIN_KV, write.withMsgId(msgId));
    out.setTimer(AutoTimer.NOTE, pause);
    Duration next = pause.multipliedBy(2);
    pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  /** True for lin-kv's answer to the write. */
  boolean isAnswer(Message message) {
    Long inReplyTo = message.body().inReplyTo();
    return inReplyTo != null && inReplyTo == msgId && message.src().equals(KvClient.LIN_KV);
  }

  void onAnswer(Body answer, Outbox out) {
    boolean isToBeRepeated =
        Result.of(answer) instanceof Result.Failed failed
            && (failed.is(RpcError.TEMPORARILY_UNAVAILABLE) || !failed.definite());
    if (isDue && !isToBeRepeated) {
      end(out);
    }
  }

  private void end(Outbox out) {
    isDue = false;
    out.cancelTimer(AutoTimer.NOTE);
  }
}
