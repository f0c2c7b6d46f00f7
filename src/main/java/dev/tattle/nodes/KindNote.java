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
 * The cluster's kind in lin-kv, for nodes that can learn it from nobody else: because they are cut
 * off from all who know, or because all nodes were restarted.
 *
 * <p>Whom a client told writes it at once: what a node has acknowledged must not be a riddle to the
 * others when that node is killed. The rest leave it to the earliest node that knows the kind. The
 * first of all nodes writes at once, too. Any other waits for {@link #STAND_IN_AFTER}, and does
 * nothing if it hears the kind from an earlier node. Who writes does so again, with a growing
 * pause, until lin-kv has answered. All write the same, so no order of the writes matters.
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
   * This node has learnt the kind, and not from lin-kv.
   *
   * @param teller who said it; need not be a peer
   * @param isUrgent whether nobody else may know it
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

  /** Somebody who knows the kind has sent something; need not be a peer. */
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

  /** True for what lin-kv answers to the write. */
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
