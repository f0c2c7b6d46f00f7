package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.Timer;
import dev.tattle.raft.Witness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Detects its workload from the messages that it receives, and then serves that workload for good.
 * {@link Kind} lists the messages of clients and peers that name a workload. The node answers
 * {@code echo} and {@code generate} in any case.
 *
 * <p>A {@code read} alone does not name its workload. It waits until the node knows its kind
 * ({@link HeldRequests}). Meanwhile the node asks lin-kv and its peers ({@link KindQuestions}), so
 * a node that is cut off or was restarted soon knows what the others know. The node refuses a read
 * shortly before its client gives up, or sooner if lin-kv says that no node knows the kind.
 *
 * <p>In a healthy cluster whose messages name the workload, no node asks. Apart from one note in
 * lin-kv ({@link KindNote}), such a cluster sends the same messages as one of named nodes.
 */
public final class AutoNode implements Node {
  private static final long FIRST_ID_BOUND = 1L << 52;

  private final Environment environment;
  private final NodeSettings settings;
  private final Node echo;
  private final Node uniqueIds;
  private final HeldRequests held;
  private final KindQuestions questions;
  private final KindNote note;
  private final Witness witness;

  /** The kind from the disk; null if there is none. */
  private final @Nullable Kind known;

  private @Nullable Kind kind;
  private @Nullable Node decided;

  public AutoNode(Environment environment) {
    this(environment, NodeSettings.DEFAULT, Witness.NONE);
  }

  /**
   * Makes a node that does not know its workload yet, unless its disk does.
   *
   * @param witness checks the whole cluster; {@link Witness#NONE} outside a simulation
   */
  AutoNode(Environment environment, NodeSettings settings, Witness witness) {
    this.environment = environment;
    this.settings = settings;
    this.witness = witness;
    known = environment.isDurable() ? Kind.kept(environment) : null;
    long id = environment.random().nextLong(FIRST_ID_BOUND);
    echo = new EchoNode();
    uniqueIds = new UniqueIdsNode(environment);
    held = new HeldRequests(environment);
    note = new KindNote(environment, id);
    questions = new KindQuestions(environment, id);
  }

  @Override
  public void onStart(Outbox out) {
    if (known == null) {
      questions.onStart(out);
    } else {
      become(known, environment.self(), out);
    }
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    switch (message.body().type()) {
      case "echo" -> {
        echo.onMessage(message, out);
        served(out);
      }
      case "generate" -> {
        uniqueIds.onMessage(message, out);
        served(out);
      }
      case KindQuestions.KIND -> {
        requirePeer(message);
        out.send(message.src(), KindQuestions.answer(message.body(), kind));
      }
      case KindQuestions.KIND_OK -> {
        requirePeer(message);
        onPeersAnswer(message, out);
      }
      default -> {
        if (note.isAnswer(message)) {
          note.onAnswer(message.body(), out);
        } else if (questions.isAnswer(message)) {
          onAnswer(message, out);
        } else if (decided != null) {
          decided.onMessage(message, out);
          note.heard(message.src(), out);
        } else {
          onUndecided(message, out);
        }
      }
    }
    assert checkInvariants();
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    if (timer == AutoTimer.REFUSE) {
      held.onTimer(out);
      stopWaiting(out);
    } else if (timer == AutoTimer.ASK) {
      questions.onTimer(out);
    } else if (timer == AutoTimer.NOTE) {
      note.onTimer(out);
    } else if (decided != null) {
      decided.onTimer(timer, out);
    } else {
      throw new IllegalStateException("a timer that nobody has set: " + timer);
    }
    assert checkInvariants();
  }

  @Override
  public void onStop(Outbox out) {
    held.refuseAll(out);
    questions.end(out);
    if (decided != null) {
      decided.onStop(out);
    }
  }

  /**
   * Stops asking after an echo or an id: nobody expects more of this node, unless a request waits.
   */
  private void served(Outbox out) {
    if (questions.isJoining()) {
      questions.stopJoining(out);
    }
  }

  /** Refuses a message about kinds from outside the cluster. */
  private void requirePeer(Message message) {
    if (!environment.nodes().contains(message.src())) {
      throw NodeHost.notSupported(message);
    }
  }

  private void onUndecided(Message message, Outbox out) {
    List<Kind> kinds = Kind.of(message.body(), settings);
    if (kinds.isEmpty()) {
      throw NodeHost.notSupported(message);
    } else if (kinds.size() == 1) {
      decide(kinds.get(0), message, out);
    } else {
      hold(message, out);
    }
  }

  private void hold(Message message, Outbox out) {
    boolean isFirst = held.isEmpty();
    held.add(message, questions.round(), out);
    if (isFirst && !held.isEmpty()) {
      questions.onWait(out);
    }
  }

  private void onAnswer(Message message, Outbox out) {
    if (decided != null) {
      return;
    }
    Kind told = KindQuestions.kind(message.body());
    if (told != null) {
      adopt(told, start(told, out), out);
    } else if (questions.onDenial(message.body(), out) && !held.isEmpty()) {
      held.onDenial(out);
      stopWaiting(out);
    }
  }

  private void onPeersAnswer(Message message, Outbox out) {
    Json of = message.body().json("of");
    Kind told = of instanceof Json.Text label ? Kind.named(label.value()) : null;
    if (decided != null) {
      note.heard(message.src(), out);
    } else if (told != null) {
      become(told, message.src(), out);
    } else if (of.equals(Json.NULL)) {
      held.onIgnorance(message.src(), message.body().integer(KindQuestions.ROUND), out);
      stopWaiting(out);
    }
  }

  private void stopWaiting(Outbox out) {
    if (held.isEmpty()) {
      questions.onNoWait(out);
    }
  }

  private void decide(Kind told, Message message, Outbox out) {
    Node node = start(told, out);
    node.onMessage(message, out); // If the node refuses it, nothing is decided.
    adopt(told, node, out);
    boolean isTold = !environment.nodes().contains(message.src());
    note.begin(told, message.src(), isTold && !Kind.isForAll(message.body()), out);
  }

  private void become(Kind told, NodeId teller, Outbox out) {
    adopt(told, start(told, out), out);
    note.begin(told, teller, false, out);
  }

  /** Makes the node of this kind; no other method does. */
  private Node start(Kind told, Outbox out) {
    Node node = told.create(environment, settings, witness);
    node.onStart(out);
    return node;
  }

  private void adopt(Kind told, Node node, Outbox out) {
    kind = told;
    decided = node;
    questions.end(out);
    for (Message request : held.takeAll(out)) {
      try {
        node.onMessage(request, out);
      } catch (RequestException refusal) {
        out.reply(request, refusal.body());
      }
    }
  }

  private boolean checkInvariants() {
    assert decided == null || held.isEmpty() : "a request waits for what is known";
    assert decided == null || !questions.isArmed() : "the node asks for what is known";
    assert held.isEmpty() || questions.isArmed() : "a request waits and nobody is asked";
    return true;
  }
}
