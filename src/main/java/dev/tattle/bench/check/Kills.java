package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes lost their memory when, as the nemesis tells in a history: {@code
 * {"n1":"killed","n2":"spared"}} names all nodes, in the order of the processes that talk to them.
 */
final class Kills {
  private static final String KILL = "start-kill";
  private static final Json KILLED = Json.of("killed");

  private List<String> nodes = List.of();
  private final Map<String, Long> lastByNode = new LinkedHashMap<>();

  Kills(List<Operation> history) {
    for (Operation operation : history) {
      if (!operation.isClient()
          && operation.f().equals(KILL)
          && operation.value() instanceof Json.Obj fates) {
        add(fates.fields(), operation.index());
      }
    }
  }

  private void add(Map<String, Json> fates, long index) {
    nodes = List.copyOf(fates.keySet());
    fates.forEach(
        (node, fate) -> {
          if (fate.equals(KILLED)) {
            lastByNode.put(node, index);
          }
        });
  }

  /**
   * True where the node that completed the attempt still remembers it at the end: it was asked
   * after it was killed. What it was asked before may have been answered before, too.
   */
  boolean isRemembered(Attempt attempt) {
    Operation invocation = attempt.invocation();
    return isEmpty()
        || lastByNode.getOrDefault(node(invocation.process()), -1L) < invocation.index();
  }

  boolean isEmpty() {
    return lastByNode.isEmpty();
  }

  private String node(long process) {
    return nodes.get((int) (process % nodes.size()));
  }
}
