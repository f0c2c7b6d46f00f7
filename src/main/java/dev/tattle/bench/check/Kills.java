package dev.tattle.bench.check;

import dev.tattle.bench.Attempt;
import dev.tattle.bench.Operation;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which nodes lost their memory when, as the nemesis tells in a history. */
final class Kills {
  private static final String KILL = "start-kill";

  private final List<NodeId> nodes;
  private final Map<String, Long> lastByNode = new LinkedHashMap<>();

  /**
   * @param nodes in the order of the processes that talk to them
   */
  Kills(List<Operation> history, List<NodeId> nodes) {
    this.nodes = nodes;
    for (Operation operation : history) {
      if (!operation.isClient()
          && operation.f().equals(KILL)
          && operation.value() instanceof Json.Obj killed) {
        killed.fields().keySet().forEach(node -> lastByNode.put(node, operation.index()));
      }
    }
  }

  /** True where the node that completed the attempt still remembers it at the end. */
  boolean isRemembered(Attempt attempt) {
    Operation completion = attempt.completion();
    NodeId node = nodes.get((int) (completion.process() % nodes.size()));
    return lastByNode.getOrDefault(node.name(), -1L) < completion.index();
  }

  boolean isEmpty() {
    return lastByNode.isEmpty();
  }
}
