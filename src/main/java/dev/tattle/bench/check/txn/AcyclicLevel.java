package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.Cases.Found;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.check.StrongComponents;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A model under which some relations never form a circle. Strongly connected components show
 * whether they do, without a search for a cycle.
 *
 * @param model its canonical name
 * @param relations that must not form a cycle
 * @param hops true if cycles may not use {@link Relation#RW} edges either, unless two are in a row
 */
record AcyclicLevel(String model, int relations, boolean hops) {
  private static final int SHOWN = 4;
  private static final int WW = Relation.WW.bit();
  private static final int FLOW = WW | Relation.WR.bit();
  private static final int DATA = FLOW | Relation.RW.bit();
  private static final int PROCESS = Relation.PROCESS.bit();
  private static final int REALTIME = Relation.REALTIME.bit();

  /** All levels, the weaker ones first. */
  static final List<AcyclicLevel> ALL =
      List.of(
          new AcyclicLevel("PL-1", WW, false),
          new AcyclicLevel("PL-2", FLOW, false),
          new AcyclicLevel("PL-SI", FLOW, true),
          new AcyclicLevel("PL-2.99", DATA, false),
          new AcyclicLevel("PL-3", DATA, false),
          new AcyclicLevel("strong-session-PL-1", WW | PROCESS, false),
          new AcyclicLevel("strong-session-PL-2", FLOW | PROCESS, false),
          new AcyclicLevel("strong-session-snapshot-isolation", FLOW | PROCESS, true),
          new AcyclicLevel("strong-session-serializable", DATA | PROCESS, false),
          new AcyclicLevel("strong-PL-1", WW | REALTIME, false),
          new AcyclicLevel("strong-PL-2", FLOW | REALTIME, false),
          new AcyclicLevel("strong-snapshot-isolation", FLOW | REALTIME, true),
          new AcyclicLevel("PL-SS", DATA | REALTIME, false));

  /** The name of the anomaly that says that a cycle exists. */
  String anomaly() {
    return model + Anomalies.CYCLE_EXISTS;
  }

  /**
   * A level that a graph breaks.
   *
   * @param members the smallest set of vertices that depend on each other there
   */
  record Broken(AcyclicLevel level, List<Integer> members) {}

  /** The levels that a graph breaks, without those that follow from another. */
  static List<Broken> brokenBy(Component component) {
    List<Broken> broken = new ArrayList<>();
    Set<String> ruledOut = new LinkedHashSet<>();
    for (AcyclicLevel level : ALL) {
      List<Integer> members =
          ruledOut.contains(level.model) ? List.of() : level.fewestDependent(component);
      if (!members.isEmpty()) {
        broken.add(new Broken(level, members));
        ruledOut.addAll(ConsistencyModels.andStronger(List.of(level.model)));
      }
    }
    return broken;
  }

  /** The names of the kinds of cycles that a graph cannot have if it breaks only these levels. */
  static Set<String> impossibleCycles(List<Broken> broken) {
    Set<String> ruledOut =
        ConsistencyModels.andStronger(broken.stream().map(one -> one.level.model).toList());
    return ConsistencyModels.forbiddenBy(
        ALL.stream().map(AcyclicLevel::model).filter(model -> !ruledOut.contains(model)).toList());
  }

  /** The smallest component. A single vertex counts if it has an edge to itself. */
  private List<Integer> fewestDependent(Component component) {
    Dependencies graph = component.graph();
    for (int vertex = 0; vertex < graph.vertices(); vertex++) {
      if ((graph.between(vertex, vertex) & relations) != 0) {
        return List.of(vertex);
      }
    }
    return StrongComponents.of(edges(component)).stream()
        .map(found -> found.stream().map(v -> v % graph.vertices()).distinct().toList())
        .min(Comparator.comparingInt(List::size))
        .map(members -> members.stream().filter(v -> v < component.size()).sorted().toList())
        .orElse(List.of());
  }

  /** Makes one case of the anomaly. */
  static Found found(Component component, Broken broken) {
    List<ObservedTxn> txns = broken.members.stream().map(component.txns()::get).toList();
    List<String> kinds =
        Arrays.stream(Relation.values())
            .filter(relation -> relation.isIn(broken.level.relations))
            .map(Relation::jsonName)
            .toList();
    String text =
        "%s depend on each other by %s%s: %s"
            .formatted(
                Shown.counted(txns.size(), "transaction"),
                String.join(", ", kinds),
                broken.level.hops ? ", with single steps of rw between them" : "",
                Shown.list(txns, AnomalyList::name));
    Json json =
        Json.object(
            "not", Json.of(ConsistencyModels.friendly(broken.level.model)),
            "subgraph", Json.array(kinds.stream().map(Json::of).toList()),
            "scc-size", Json.of(txns.size()),
            "scc", Json.array(txns.stream().map(txn -> Json.of(txn.index())).toList()));
    Noted[] noted =
        txns.stream().limit(SHOWN).map(txn -> new Noted(txn.attempt(), text)).toArray(Noted[]::new);
    return Found.of(json, text, noted);
  }

  private StrongComponents.Edges edges(Component component) {
    Dependencies graph = component.graph();
    return hops
        ? new WithHops(graph, relations, component.size())
        : new Projection(graph, relations);
  }

  /** All edges of a graph. */
  static StrongComponents.Edges allEdges(Dependencies graph) {
    return new Projection(graph, -1);
  }

  /** The edges that have at least one of these relations. */
  private record Projection(Dependencies graph, int relations) implements StrongComponents.Edges {
    @Override
    public int vertices() {
      return graph.vertices();
    }

    @Override
    public int places(int vertex) {
      return graph.begin(vertex + 1) - graph.begin(vertex);
    }

    @Override
    public int target(int vertex, int place) {
      int edge = graph.begin(vertex) + place;
      boolean isThere = (graph.relations(edge) & (relations | Dependencies.HOP)) != 0;
      return isThere ? graph.target(edge) : NONE;
    }
  }

  /**
   * The edges that have one of these relations, each optionally followed by a {@link Relation#RW}
   * edge. Each vertex exists twice. At the second copy, numbered after all first ones, such an edge
   * may be taken, or is being taken through hubs.
   */
  private record WithHops(Dependencies graph, int relations, int txns)
      implements StrongComponents.Edges {
    @Override
    public int vertices() {
      return 2 * graph.vertices();
    }

    @Override
    public int places(int vertex) {
      int real = vertex % graph.vertices();
      int edges = graph.begin(real + 1) - graph.begin(real);
      return vertex == real ? 2 * edges : edges;
    }

    @Override
    public int target(int vertex, int place) {
      int real = vertex % graph.vertices();
      if (vertex == real) {
        int edge = graph.begin(real) + place / 2;
        boolean isLegal = (graph.relations(edge) & relations) != 0;
        return isLegal ? graph.target(edge) + place % 2 * graph.vertices() : NONE;
      }
      int edge = graph.begin(real) + place;
      int hop = Relation.RW.bit() | Dependencies.HOP;
      boolean isToHub = graph.target(edge) >= txns;
      return (graph.relations(edge) & hop) == 0
          ? NONE
          : graph.target(edge) + (isToHub ? graph.vertices() : 0);
    }
  }
}
