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
import org.jspecify.annotations.Nullable;

/**
 * Asks which kind the cluster is: lin-kv, where {@link KindNote} leaves it, and the peers.
 *
 * <pre>
 * kind{round: 7}                     a question
 * kind_ok{of: "g-set", round: 7}     the answer; of is null where the node does not know
 * </pre>
 *
 * <p>A node asks for one of two reasons.
 *
 * <ul>
 *   <li><b>A request waits.</b> In a healthy cluster gossip tells the kind first, so the first
 *       round of questions goes out only {@link #ASK_AFTER} later. Each round goes to everybody,
 *       because messages are lost and peers are away.
 *   <li><b>It may have been restarted</b>, and nobody sends it anything: it must get the data all
 *       the same. It waits for {@link #JOIN_AFTER}, then asks lin-kv and one peer a round. It stops
 *       for good once lin-kv has said {@value #JOIN_DENIALS} times that there is no note: whoever
 *       learns the kind later passes it on by gossip. A node that is asked for echoes or ids has
 *       not been restarted in a cluster that holds data, and a node without peers has nobody to get
 *       data from: neither asks.
 * </ul>
 *
 * <p>A kind may come late, twice, or as an answer to a former life: a cluster never changes it.
 */
final class KindQuestions {
  static final Json KEY = Json.of("tattle-workload");

  static final String KIND = "kind";
  static final String KIND_OK = "kind_ok";
  static final String ROUND = "round";

  /** How long a request waits before anybody is asked, and the time between two rounds. */
  static final Duration ASK_AFTER = Duration.ofMillis(500);

  /** How long a node of which nobody wants anything waits before it asks. */
  static final Duration JOIN_AFTER = Duration.ofSeconds(5);

  static final int JOIN_DENIALS = 3;

  private static final Duration FIRST_JOIN_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_JOIN_PAUSE = Duration.ofSeconds(16);

  private final List<NodeId> peers;
  private final long firstNumber;
  private long number;
  private long deniedNumber;
  private boolean isWaitedFor;
  private boolean isJoining;
  private boolean isArmed;
  private Duration joinPause = FIRST_JOIN_PAUSE;
  private int joinRounds;
  private int joinDenials;

  /**
   * @param firstNumber what lin-kv is asked under; random, as no other life may have the same
   */
  KindQuestions(Environment environment, long firstNumber) {
    peers = environment.peers();
    this.firstNumber = firstNumber;
    number = firstNumber;
    deniedNumber = firstNumber;
  }

  void onStart(Outbox out) {
    if (!peers.isEmpty()) {
      isJoining = true;
      arm(JOIN_AFTER, out);
    }
  }

  /** True while the node would ask although no request waits. */
  boolean isJoining() {
    return isJoining;
  }

  /** True while another round is to come. */
  boolean isArmed() {
    return isArmed;
  }

  /** The first request waits for the answer. */
  void onWait(Outbox out) {
    isWaitedFor = true;
    arm(ASK_AFTER, out);
  }

  /** No request waits any more. */
  void onNoWait(Outbox out) {
    isWaitedFor = false;
    disarmIfIdle(out);
  }

  /** There is nothing to join. */
  void stopJoining(Outbox out) {
    isJoining = false;
    disarmIfIdle(out);
  }

  /** The node knows its kind. */
  void end(Outbox out) {
    isWaitedFor = false;
    stopJoining(out);
  }

  void onTimer(Outbox out) {
    number++;
    out.send(KvClient.LIN_KV, Body.of("read", "key", KEY).withMsgId(number));
    if (isWaitedFor) {
      for (NodeId peer : peers) {
        out.send(peer, question());
      }
      arm(ASK_AFTER, out);
    } else {
      out.send(peers.get(joinRounds++ % peers.size()), question());
      arm(joinPause, out);
      Duration next = joinPause.multipliedBy(2);
      joinPause = next.compareTo(LONGEST_JOIN_PAUSE) > 0 ? LONGEST_JOIN_PAUSE : next;
    }
  }

  private Body question() {
    return Body.of(KIND, ROUND, Json.of(number));
  }

  /** What a peer is answered who asks; null for a kind that is not known here. */
  static Body answer(Body question, @Nullable Kind kind) {
    Json of = kind == null ? Json.NULL : Json.of(kind.label());
    return Body.of(KIND_OK, "of", of, ROUND, question.json(ROUND));
  }

  /** The round that was asked last. */
  long round() {
    return number;
  }

  /** True for what lin-kv answers to one of the rounds. */
  boolean isAnswer(Message message) {
    Long inReplyTo = message.body().inReplyTo();
    return inReplyTo != null
        && inReplyTo > firstNumber
        && inReplyTo <= number
        && message.src().equals(KvClient.LIN_KV);
  }

  /** The kind that lin-kv's answer tells; null if it tells none that is known here. */
  static @Nullable Kind kind(Body answer) {
    return answer.fields().get("value") instanceof Json.Text label
        ? Kind.named(label.value())
        : null;
  }

  /**
   * Takes lin-kv's answer that tells no kind.
   *
   * @return true if it says that there is no note, which it has not said to this round before
   */
  boolean onDenial(Body answer, Outbox out) {
    Long inReplyTo = answer.inReplyTo();
    boolean isDenial =
        Result.of(answer) instanceof Result.Failed failed && failed.is(RpcError.KEY_DOES_NOT_EXIST);
    if (!isDenial || inReplyTo == null || inReplyTo <= deniedNumber) {
      return false;
    }
    deniedNumber = inReplyTo;
    joinDenials++;
    if (isJoining && joinDenials >= JOIN_DENIALS) {
      stopJoining(out);
    }
    return true;
  }

  private void arm(Duration delay, Outbox out) {
    isArmed = true;
    out.setTimer(AutoTimer.ASK, delay);
  }

  private void disarmIfIdle(Outbox out) {
    if (isArmed && !isWaitedFor && !isJoining) {
      isArmed = false;
      out.cancelTimer(AutoTimer.ASK);
    }
  }
}
