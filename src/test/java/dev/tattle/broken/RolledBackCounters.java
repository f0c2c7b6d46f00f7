package dev.tattle.broken;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node whose disk loses its latest operations at each start, if all other nodes have them. So
 * nothing is lost if the node answers nobody until another node has told it what it knows, and
 * continues under a new name. If it continues at once under its old name, it gives new operations
 * the numbers of the lost ones. The other nodes then take them for operations that they have.
 */
final class RolledBackCounters extends LoggedCounters {
  private static final int LOST = 3;

  /** The name of a record that says how far all others have this node's operations. */
  private static final String HELD = "";

  private final String name;
  private final long round;
  private final Map<NodeId, Long> heldBy = new LinkedHashMap<>();
  private long held;
  private boolean isBehind;

  RolledBackCounters(Environment environment, boolean isNew) {
    super(environment);
    name = environment.self() + (isNew ? "-" + environment.random().nextLong() : "");
    round = -1L - environment.random().nextInt(Integer.MAX_VALUE);
    isBehind = isNew && environment.kept().iterator().hasNext();
  }

  @Override
  String replica() {
    return name;
  }

  @Override
  List<Json> kept() {
    List<Json> kept = new ArrayList<>();
    String before = "";
    long heldBefore = 0;
    for (Json record : super.kept()) {
      List<Json> parts = OperationLog.items(record);
      if (OperationLog.text(parts.get(0)).equals(HELD)) {
        heldBefore = OperationLog.number(parts.get(1));
        before = OperationLog.text(parts.get(2));
      } else {
        kept.add(record);
      }
    }
    rollBack(kept, before, heldBefore);
    return kept;
  }

  private static void rollBack(List<Json> kept, String replica, long held) {
    int lost = 0;
    for (int i = kept.size() - 1; i >= 0 && lost < LOST; i--) {
      List<Json> parts = OperationLog.items(kept.get(i));
      if (OperationLog.text(parts.get(0)).equals(replica)) {
        if (OperationLog.number(parts.get(1)) > held) {
          return;
        }
        kept.remove(i);
        lost++;
      }
    }
  }

  @Override
  public void onStart(Outbox out) {
    out.checkpoint(kept());
    super.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    String type = message.body().type();
    boolean isFromPeer = type.equals("pull") || type.equals("push");
    if (isBehind && !isFromPeer) {
      throw new RequestException(RpcError.TEMPORARILY_UNAVAILABLE, "it has to catch up");
    }
    super.onMessage(message, out);
    if (type.equals("pull")
        && OperationLog.optional(message.body().json("known"), name) instanceof Json.Int number) {
      heldBy.put(message.src(), number.value());
      note(out);
    }
  }

  private void note(Outbox out) {
    if (heldBy.keySet().containsAll(environment.peers())) {
      long all = heldBy.values().stream().mapToLong(Long::longValue).min().orElse(0);
      if (all > held) {
        out.append(Json.array(Json.of(HELD), Json.of(all), Json.of(name)));
        held = all;
      }
    }
  }

  /** An answer to an earlier process lacks what this one has lost. */
  @Override
  long round() {
    return round;
  }

  @Override
  void push(Message message, Outbox out) {
    super.push(message, out);
    boolean isWhole = message.body().array("operations").size() < MOST_SENT;
    if (isWhole && message.body().integer("asked") == round) {
      isBehind = false;
    }
  }
}
