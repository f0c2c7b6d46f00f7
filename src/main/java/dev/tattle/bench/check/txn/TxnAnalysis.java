package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.StrongComponents;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All anomalies that a history shows, whichever models must hold. The models only decide which
 * order in time counts.
 *
 * <p>Source: K. Kingsbury, P. Alvaro, <i>Elle: Inferring Isolation Anomalies from Experimental
 * Observations</i> (2020); {@code elle.txn}.
 */
final class TxnAnalysis {
  private static final int DRAWN_OF_A_KIND = 2;

  private final TxnHistory history;
  private final AnomalyList anomalies = new AnomalyList();
  private final List<Finding.Circle> drawings = new ArrayList<>();
  private final DataOrder versions;
  private @Nullable String unclear;
  private boolean isEmpty;

  private TxnAnalysis(TxnHistory history, DataOrder versions) {
    this.history = history;
    this.versions = versions;
  }

  /** Analyses a history as Maelstrom does. */
  static TxnAnalysis of(TxnHistory history, TimeOrder time) {
    return of(history, time, List.of(KeyOrder.WRITES_FOLLOW_READS));
  }

  /** Analyses a history; for registers, all these orders add to the order of versions. */
  static TxnAnalysis of(TxnHistory history, TimeOrder time, List<KeyOrder> orders) {
    TxnAnalysis analysis;
    if (history.kind() == TxnKind.LIST_APPEND) {
      AppendHistory lists = new AppendHistory(history.txns());
      analysis = new TxnAnalysis(history, lists);
      analysis.unclear = AppendAnomalies.unclear(history);
      AppendAnomalies.addTo(analysis.anomalies, history, lists);
    } else {
      RegisterHistory registers = new RegisterHistory(history.txns(), orders);
      analysis = new TxnAnalysis(history, registers);
      analysis.unclear = RegisterAnomalies.unclear(registers);
      RegisterAnomalies.addTo(analysis.anomalies, registers);
    }
    if (analysis.unclear == null) {
      InternalReads.addTo(analysis.anomalies, history);
      DirtyReads.addTo(analysis.anomalies, history);
      LostUpdates.addTo(analysis.anomalies, history);
      analysis.addCycles(time);
    }
    return analysis;
  }

  private void addCycles(TimeOrder time) {
    DependencyBuilder builder = new DependencyBuilder(history.txns().size());
    versions.addTo(builder);
    time.addTo(builder, history.txns());
    if (builder.isEmpty()) {
      isEmpty = true;
      return;
    }
    Dependencies graph = builder.build();
    FracturedReads.addTo(anomalies, history, graph, versions);
    for (List<Integer> members : StrongComponents.of(AcyclicLevel.allEdges(graph))) {
      add(Component.of(members, history, graph, versions));
    }
  }

  private void add(Component component) {
    CycleFinder.Found found = CycleFinder.in(component);
    for (AcyclicLevel.Broken broken : found.broken()) {
      anomalies.add(broken.level().anomaly(), () -> AcyclicLevel.found(component, broken));
    }
    for (Cycle cycle : found.cycles()) {
      CycleText text = new CycleText(history.kind(), versions, cycle);
      anomalies.add(cycle.name(), text::found);
      if (drawings.stream().filter(d -> d.title().equals(cycle.name())).count() < DRAWN_OF_A_KIND) {
        drawings.add(text.drawing());
      }
    }
  }

  /** Why the history proves nothing; null if it does. */
  @Nullable String unclear() {
    return unclear;
  }

  /** The names of all anomalies, sorted. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(anomalies.names());
    if (isEmpty) {
      names.add(Anomalies.EMPTY_GRAPH);
    }
    return names;
  }

  AnomalyList anomalies() {
    return anomalies;
  }

  /** The first cycles of each kind. */
  List<Finding.Circle> drawings() {
    return drawings;
  }
}
