package dev.tattle.bench.check.txn;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.Cases;
import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Finding.Anomaly;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks that transactions over lists or registers satisfy consistency models. It finds what Elle
 * finds, under the same names. If Maelstrom's wrapper for registers passes what Elle refuses, this
 * checker follows Elle.
 *
 * <p>The work is about that of sorting the history, if few transactions depend on each other in a
 * circle. If many do, the search for cycles is bounded.
 *
 * <p>Source: K. Kingsbury, P. Alvaro, <i>Elle: Inferring Isolation Anomalies from Experimental
 * Observations</i> (2020); {@code elle.txn}.
 */
public final class TxnChecker implements Checker {
  private static final String ASKED = "consistency-models";

  private final TxnKind kind;
  private final Set<String> models;
  private final Set<String> forbidden;

  /**
   * Makes a checker.
   *
   * @param models that must hold, by any of their names; {@link ConsistencyModels#named} parses
   *     them
   * @throws IllegalArgumentException if there is no such model
   */
  public TxnChecker(TxnKind kind, Set<String> models) {
    this.kind = kind;
    this.models = ConsistencyModels.named(String.join(",", models));
    forbidden = ConsistencyModels.forbiddenBy(this.models);
  }

  /** The models in stored results; empty if they name none. */
  public static Set<String> stored(Map<String, Json> results) {
    Set<String> models = new TreeSet<>();
    if (results.get("workload") instanceof Json.Obj workload
        && workload.fields().get(ASKED) instanceof Json.Arr asked) {
      asked.items().forEach(model -> models.add(((Json.Text) model).value()));
    }
    return models;
  }

  @Override
  public Findings check(List<Operation> entries) {
    TxnHistory history = TxnHistory.of(kind, entries);
    TxnAnalysis analysis = TxnAnalysis.of(history, TxnJudgement.timeOrder(models));
    String unclear = analysis.unclear();
    if (unclear != null) {
      return new Findings(
          Verdict.UNKNOWN, unclear, List.of(new Finding.Other("error", Json.of(unclear))));
    }
    TxnJudgement judgement = TxnJudgement.of(kind, models, analysis.names());
    List<Anomaly> anomalies = anomalies(analysis, judgement);
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding.Sentence("models", sentence(judgement)));
    findings.add(new Finding.Other(ASKED, names(models)));
    findings.add(new Finding.Other("anomaly-types", names(judgement.reported())));
    findings.add(new Finding.Other("allowed-anomaly-types", names(allowed(analysis))));
    findings.add(new Finding.Other("not", names(judgement.ruledOut())));
    findings.add(new Finding.Other("also-not", names(judgement.ruledOutToo())));
    findings.add(new Finding.Other("strongest-not-ruled-out", names(judgement.strongest())));
    findings.addAll(anomalies);
    findings.addAll(analysis.drawings());
    findings.addAll(warnings(analysis));
    if (kind == TxnKind.RW_REGISTER && judgement.verdict() == Verdict.VALID) {
      findings.addAll(orderWarnings(history));
    }
    findings.addAll(LateReads.check(history, entries));
    return new Findings(judgement.verdict(), reason(judgement, anomalies), findings);
  }

  /**
   * The anomalies that the models forbid come first; among them the worst, and those without a
   * cycle last.
   */
  private List<Anomaly> anomalies(TxnAnalysis analysis, TxnJudgement judgement) {
    List<Anomaly> all = new ArrayList<>();
    for (Set<String> names : List.of(judgement.reported(), allowed(analysis))) {
      List<String> sorted = new ArrayList<>(Anomalies.worstFirst(names));
      sorted.sort(Comparator.comparing(name -> name.endsWith(Anomalies.CYCLE_EXISTS)));
      for (String name : sorted) {
        Cases cases = analysis.anomalies().of(name);
        if (cases != null) {
          all.add(cases.anomaly(!forbidden.contains(name)));
        }
      }
    }
    return all;
  }

  private Set<String> allowed(TxnAnalysis analysis) {
    Set<String> allowed = new TreeSet<>(analysis.names());
    allowed.removeAll(TxnJudgement.needless(allowed));
    allowed.removeAll(forbidden);
    allowed.remove(Anomalies.EMPTY_GRAPH);
    return allowed;
  }

  /** Warns of what these models forbid but Elle passes. */
  private List<Finding> warnings(TxnAnalysis analysis) {
    Cases fractured = analysis.anomalies().of(Anomalies.FRACTURED_READ);
    if (fractured == null || !ConsistencyModels.imply(models, "read-atomic")) {
      return List.of();
    }
    Anomaly anomaly = fractured.anomaly(true);
    String text =
        Shown.counted(anomaly.count(), "transaction")
            + " showed some writes of another one and lacked others, first: "
            + anomaly.cases().get(0).text();
    return List.of(new Finding.Warning(Anomalies.FRACTURED_READ, anomaly.count(), text, Map.of()));
  }

  /**
   * Warns of anomalies under an order of a register's versions that these models imply, but that
   * Maelstrom does not ask Elle for.
   */
  private List<Finding> orderWarnings(TxnHistory history) {
    KeyOrder order = KeyOrder.impliedBy(models);
    if (order == null) {
      return List.of();
    }
    TxnAnalysis analysis =
        TxnAnalysis.of(
            history, TxnJudgement.timeOrder(models), List.of(KeyOrder.WRITES_FOLLOW_READS, order));
    List<Anomaly> bad =
        anomalies(analysis, TxnJudgement.of(kind, models, analysis.names())).stream()
            .filter(anomaly -> !anomaly.isAllowed())
            .toList();
    if (bad.isEmpty()) {
      return List.of();
    }
    Anomaly first = bad.get(0);
    String text =
        "%s, if each register is %s, as the models imply; first: %s"
            .formatted(counted(bad), order.adjective(), first.cases().get(0).text());
    long count = bad.stream().mapToLong(Anomaly::count).sum();
    return List.of(new Finding.Warning(order.jsonName(), count, text, Map.of()));
  }

  private String sentence(TxnJudgement judgement) {
    String asked = joined(models);
    if (judgement.ruledOut().isEmpty()) {
      return "asked for " + asked + "; nothing is ruled out";
    }
    return "asked for %s; ruled out: %s, and what is stronger; strongest left: %s"
        .formatted(asked, joined(judgement.ruledOut()), joined(judgement.strongest()));
  }

  private static String joined(Collection<String> names) {
    return String.join(", ", names);
  }

  private static Json names(Set<String> names) {
    return Json.array(names.stream().map(Json::of).toList());
  }

  /** Formats counts: {@code "G1c (2), lost-update (1)"}. */
  private static String counted(List<Anomaly> anomalies) {
    return anomalies.stream()
        .filter(anomaly -> !anomaly.isAllowed())
        .map(anomaly -> anomaly.name() + " (" + anomaly.count() + ")")
        .collect(joining(", "));
  }

  private static String reason(TxnJudgement judgement, List<Anomaly> anomalies) {
    String names = counted(anomalies);
    boolean isEmpty = judgement.reported().contains(Anomalies.EMPTY_GRAPH);
    return names.isEmpty() && isEmpty ? "no transaction depends on another one" : names;
  }
}
