package dev.tattle.bench.net;

import dev.tattle.bench.nemesis.Nemesis;
import dev.tattle.bench.services.Services;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import dev.tattle.sim.Scheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Traces how the values of a set spread, from the messages of the network. A message carries a
 * value if it may ({@link CarriedValues}) and its sender has the value. A value is at hop 0 at the
 * node to which a client added it. A message that first brings it to a node adds one hop to its
 * sender's.
 *
 * <p>It traces only the first {@value #MOST_VALUES} values. Source: Leitão, Pereira, Rodrigues,
 * "Epidemic Broadcast Trees" (2007), section 4: relative message redundancy, last delivery hop.
 */
public final class DisseminationJournal implements Network.Journal, Nemesis.Listener {
  static final int MOST_VALUES = 10_000;

  /** The number of messages whose values are remembered; for older ones they are found again. */
  private static final int RECENT = 1_024;

  private final List<NodeId> nodes;
  private final Function<Body, @Nullable Json> added;
  private final NetStatistics next;
  private final Convergence convergence;
  private final Map<NodeId, Integer> places = new LinkedHashMap<>();
  private final Map<Json, TracedValue> values = new LinkedHashMap<>();
  // Most values are small integers, and each message that carries one looks it up.
  private final @Nullable TracedValue[] small = new TracedValue[MOST_VALUES];
  private final @Nullable Cargo[] recent = new Cargo[RECENT];
  private long untraced;

  /** The traced values that a message carries. */
  private record Cargo(long message, List<TracedValue> values) {}

  /**
   * A journal of nothing so far.
   *
   * @param added the value that a client's request adds; null if it adds none
   */
  public DisseminationJournal(
      List<NodeId> nodes,
      Function<Body, @Nullable Json> added,
      Scheduler scheduler,
      NetStatistics next) {
    this.nodes = nodes;
    this.added = added;
    this.next = next;
    convergence = new Convergence(scheduler);
    nodes.forEach(node -> places.put(node, places.size()));
    Services.NAMES.forEach(name -> places.put(new NodeId(name), places.size()));
  }

  @Override
  public void onSend(long id, Message message) {
    next.onSend(id, message);
    Integer src = places.get(message.src());
    if (!values.isEmpty() && src != null && places.containsKey(message.dest())) {
      Cargo cargo = new Cargo(id, cargo(message, src));
      cargo.values.forEach(value -> value.carry(id));
      recent[slot(id)] = cargo;
    }
  }

  @Override
  public void onReceive(long id, Message message) {
    next.onReceive(id, message);
    Integer src = places.get(message.src());
    Integer dest = places.get(message.dest());
    if (src == null && dest != null) {
      Json value = added.apply(message.body());
      if (value != null) {
        add(value, dest);
      }
    } else if (src != null && dest != null) {
      for (TracedValue value : cargo(id, message, src)) {
        arrive(value, dest, value.hopAt(src) + 1);
      }
    } else if (src != null && convergence.isAwaited()) {
      // A value may come without a traced message; then only replies to clients show it.
      CarriedValues.find(message.body(), found -> show(found, src));
    }
  }

  /** Records that the node lost its memory. */
  public void onKill(NodeId node) {
    Integer place = places.get(node);
    if (place != null) {
      values.values().forEach(value -> value.die(place));
    }
  }

  @Override
  public void onFaultStart() {
    convergence.onFaultStart();
  }

  /** Handles the end of a fault. */
  @Override
  public void onFaultStop() {
    convergence.onFaultStop(values.values());
  }

  private void add(Json added, int node) {
    TracedValue value = traced(added);
    if (value == null && values.size() < MOST_VALUES) {
      value = new TracedValue(nodes.size(), places.size());
      values.put(added, value);
      if (isSmall(added)) {
        small[place(added)] = value;
      }
    }
    if (value == null) {
      untraced++;
    } else {
      arrive(value, node, 0);
    }
  }

  private List<TracedValue> cargo(long id, Message message, int src) {
    Cargo cargo = recent[slot(id)];
    return cargo != null && cargo.message == id ? cargo.values : cargo(message, src);
  }

  private List<TracedValue> cargo(Message message, int src) {
    List<TracedValue> cargo = new ArrayList<>();
    CarriedValues.find(
        message.body(),
        found -> {
          TracedValue value = traced(found);
          if (value != null && value.hasBeenAt(src)) {
            cargo.add(value);
          }
        });
    return cargo;
  }

  private static int slot(long message) {
    return (int) (message % RECENT);
  }

  private void show(Json found, int node) {
    TracedValue value = traced(found);
    if (value != null) {
      arrive(value, node, TracedValue.UNSEEN);
    }
  }

  private void arrive(TracedValue value, int place, int hop) {
    if (value.arrive(place, hop)) {
      convergence.onArrival(value);
    }
  }

  private @Nullable TracedValue traced(Json found) {
    return isSmall(found) ? small[place(found)] : values.get(found);
  }

  private static boolean isSmall(Json value) {
    return value instanceof Json.Int integer
        && integer.value() >= 0
        && integer.value() < MOST_VALUES;
  }

  private static int place(Json small) {
    return (int) ((Json.Int) small).value();
  }

  /** The part {@code "dissemination"} of the results; null if no value was added. */
  public Json.@Nullable Obj json() {
    if (values.isEmpty()) {
      return null;
    }
    List<TracedValue> reached =
        values.values().stream().filter(TracedValue::hasReachedAll).toList();
    Map<String, Json> json = new LinkedHashMap<>();
    json.put("value-count", Json.of(values.size() + untraced));
    json.put("untraced-count", Json.of(untraced));
    json.put("reached-all-count", Json.of(reached.size()));
    json.putAll(next.perValue(nodes, values.size() + untraced));
    if (!reached.isEmpty() && nodes.size() > 1) {
      json.put("relative-message-redundancy", meanAndMax(reached, TracedValue::redundancy));
      json.put("last-delivery-hop", meanAndMax(reached, TracedValue::lastHop));
    }
    Map<String, Json> heals = convergence.json();
    if (!heals.isEmpty()) {
      json.put("convergence", new Json.Obj(heals));
    }
    return new Json.Obj(json);
  }

  private static Json meanAndMax(
      Collection<TracedValue> reached, ToDoubleFunction<TracedValue> measure) {
    return NetStatistics.meanAndMax(reached.stream().mapToDouble(measure).summaryStatistics());
  }
}
