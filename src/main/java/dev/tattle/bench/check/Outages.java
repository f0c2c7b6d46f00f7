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
 * When nodes were dead, paused or without disk space, and when they lost their memory. The source
 * is the nemesis's entries in the history: {@code {"n1":"killed","n2":"spared"}} names all nodes,
 * in the order of the processes that talk to them.
 */
final class Outages {
  private static final String KILL = "start-kill";
  private static final Map<String, Json> STARTS =
      Map.of(
          KILL,
          Json.of("killed"),
          "start-pause",
          Json.of("paused"),
          "start-full-disk",
          Json.of("full"));

  /** A node tries a full disk again once a second, and that may take a while. */
  private static final long NOTICED_NANOS = 2_000_000_000;

  private final List<Outage> all = new ArrayList<>();
  private final Map<String, Long> lastKillByNode = new LinkedHashMap<>();
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

  /** The start that this entry stops; empty if it stops none. */
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
    if (start.f().equals(KILL)) {
      affected.forEach(node -> lastKillByNode.put(node, start.index()));
    }
    return new Outage(affected, start.timeNanos(), Long.MAX_VALUE);
  }

  /** True if the attempt's node had an outage while the attempt was open. */
  boolean hit(Attempt attempt) {
    if (all.isEmpty()) {
      return false;
    }
    String node = node(attempt);
    return all.stream()
        .anyMatch(
            outage ->
                outage.affected.contains(node)
                    && attempt.invocation().timeNanos() <= outage.toNanos
                    && attempt.completion().timeNanos() >= outage.fromNanos);
  }

  boolean hasKills() {
    return !lastKillByNode.isEmpty();
  }

  /**
   * True if the node that completed the attempt was not killed after its invocation. The invocation
   * counts, because the node may have answered right after it.
   */
  boolean isRemembered(Attempt attempt) {
    return !hasKills()
        || lastKillByNode.getOrDefault(node(attempt), -1L) < attempt.invocation().index();
  }

  private String node(Attempt attempt) {
    return nodes.get((int) (attempt.invocation().process() % nodes.size()));
  }
}
