package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When which nodes were dead or stood still, as the nemesis tells in a history: {@code
 * {"n1":"killed","n2":"spared"}} names all nodes, in the order of the processes that talk to them.
 */
final class Outages {
  private static final Map<String, Json> STARTS =
      Map.of(
          "start-kill", Json.of("killed"),
          "start-pause", Json.of("paused"),
          "start-full-disk", Json.of("full"));

  /** A node tries its disk once a second; it is slow, perhaps. */
  private static final long NOTICED_NANOS = 2_000_000_000;

  private final List<Outage> all = new ArrayList<>();
  private List<String> nodes = List.of();

  private record Outage(Set<String> affected, long fromNanos, long toNanos) {}

  Outages(List<Operation> history) {
    Map<String, Outage> open = new LinkedHashMap<>();
    for (Operation operation : history) {
      if (operation.isClient()) {
        continue;
      }
      Json fate = STARTS.get(operation.f());
      if (fate != null && operation.value() instanceof Json.Obj fates) {
        open.put(operation.f(), begin(operation, fates.fields(), fate));
      }
      Outage ended = open.remove(startOf(operation.f()));
      if (ended != null) {
        long noticed = operation.f().equals("stop-full-disk") ? NOTICED_NANOS : 0;
        all.add(new Outage(ended.affected, ended.fromNanos, operation.timeNanos() + noticed));
      }
    }
    all.addAll(open.values());
  }

  /** The act that this one ends; empty where it ends none. */
  private static String startOf(String f) {
    return f.startsWith("stop-") ? "start-" + f.substring("stop-".length()) : "";
  }

  private Outage begin(Operation start, Map<String, Json> fates, Json fate) {
    nodes = fates.size() < nodes.size() ? nodes : List.copyOf(fates.keySet());
    Set<String> affected = new LinkedHashSet<>();
    fates.forEach(
        (node, told) -> {
          if (told.equals(fate)) {
            affected.add(node);
          }
        });
    return new Outage(affected, start.timeNanos(), Long.MAX_VALUE);
  }

  /** True where its node was dead or stood still while it went on. */
  boolean hit(Attempt attempt) {
    if (all.isEmpty()) {
      return false;
    }
    String node = nodes.get((int) (attempt.invocation().process() % nodes.size()));
    return all.stream()
        .anyMatch(
            outage ->
                outage.affected.contains(node)
                    && attempt.invocation().timeNanos() <= outage.toNanos
                    && attempt.completion().timeNanos() >= outage.fromNanos);
  }
}
