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
 * Asks for the cluster's kind: lin-kv, where {@link KindNote} writes it, and the peers.
 *
 * <pre>
 * kind{round: 7}                     a question
 * kind_ok{of: "g-set", round: 7}     the answer; of is null if the node does not know
 * </pre>
 *
 * <p>A node asks for one of two reasons.
 *
 * <ul>
 *   <li><b>A request waits.</b> In a healthy cluster, gossip brings the kind first, so the first
 *       round of questions goes out only after {@link #ASK_AFTER}. Each round goes to all nodes,
 *       because messages may be lost and peers may be away.
 *   <li><b>It may have been restarted</b>, and must get the data even if nobody sends it anything.
 *       It waits for {@link #JOIN_AFTER}, then asks lin-kv and one peer in each round. It stops for
 *       good once lin-kv has said {@value #JOIN_DENIALS} times that there is no note: a node that
 *       learns the kind later passes it on by gossip. Two sorts of nodes do not ask: those that get
 *       echo or id requests, because such a cluster holds no data; and those without peers, because
 *       nobody has data for them.
 * </ul>
 *
 * <p>A kind may come late, twice, or as an answer to an earlier incarnation. This does no harm,
 * because a cluster never changes its kind.
 */
final class KindQuestions {
  static final Json KEY = Json.of("tattle-workload");

  static final String KIND = "kind";
  static final String KIND_OK = "kind_ok";
  static final String ROUND = "round";

  /** How long a request waits before the first round, and the time between two rounds. */
  static final Duration ASK_AFTER = Duration.ofMillis(500);

  /** How long a node without requests waits before it asks. */
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
   * Makes questions that number their rounds from here.
   *
   * @param firstNumber random, because no other incarnation may use the same numbers
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

  /** True while the node asks even if no request waits. */
  boolean isJoining() {
    return isJoining;
  }

  /** True while another round is due. */
  boolean isArmed() {
    return isArmed;
  }

  /** Begins to ask, because a request waits. */
  void onWait(Outbox out) {
    isWaitedFor = true;
    arm(ASK_AFTER, out);
  }

  /** Stops asking for requests, because none waits any more. */
  void onNoWait(Outbox out) {
    isWaitedFor = false;
    disarmIfIdle(out);
  }

  /** Stops asking for data, because there is none to get. */
  void stopJoining(Outbox out) {
    isJoining = false;
    disarmIfIdle(out);
  }

  /** Stops asking, because the node knows its kind. */
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

  /**
   * Makes the answer to a peer's question.
   *
   * @param kind null if this node does not know it
   */
  static Body answer(Body question, @Nullable Kind kind) {
    Json of = kind == null ? Json.NULL : Json.of(kind.label());
    return Body.of(KIND_OK, "of", of, ROUND, question.json(ROUND));
  }

  /** The number of the last round. */
  long round() {
    return number;
  }

  /** True for lin-kv's answer to one of the rounds. */
  boolean isAnswer(Message message) {
    Long inReplyTo = message.body().inReplyTo();
    return inReplyTo != null
        && inReplyTo > firstNumber
        && inReplyTo <= number
        && message.src().equals(KvClient.LIN_KV);
  }

  /** The kind in lin-kv's answer; null if it has none that this build knows. */
  static @Nullable Kind kind(Body answer) {
    return answer.fields().get("value") instanceof Json.Text label
        ? Kind.named(label.value())
        : null;
  }

  /**
   * Takes an answer of lin-kv without a kind.
   *
   * @return true if it says that there is no note, for the first time in this round or a later one
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
