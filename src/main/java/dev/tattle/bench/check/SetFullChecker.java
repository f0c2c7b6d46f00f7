package dev.tattle.bench.check;

import dev.tattle.bench.check.Finding.Count;
import dev.tattle.bench.check.Finding.ValueList.Use;
import dev.tattle.bench.check.SetElement.Outcome;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Checks that a grow-only set kept all added elements: Jepsen's {@code set-full} for sets that need
 * not be linearizable. Latencies are in milliseconds, by quantile.
 *
 * <p>No element may be lost. It warns of an element that one read shows twice, and of one that
 * nobody added. Jepsen's checker looks for the former too, but its comparison is the wrong way
 * round.
 *
 * @param addFunction the name of the add operation: {@code "add"}, {@code "broadcast"}
 */
public record SetFullChecker(String addFunction) implements Checker {
  private static final String STABLE =
      "Time from the acknowledgement of a value until every read shows it, over all values";

  @Override
  public Findings check(List<Operation> history) {
    return check(history, Set.of());
  }

  /** Judges a history as if nobody had added the excused elements or looked for them. */
  Findings check(List<Operation> history, Set<Json> excused) {
    List<Attempt> attempts = Attempt.all(history);
    List<Attempt> adds =
        attempts.stream()
            .filter(a -> a.f().equals(addFunction) && !excused.contains(a.invocation().value()))
            .toList();
    SetTimeline timeline =
        SetTimeline.of(
            adds, attempts.stream().filter(a -> a.f().equals("read") && a.isOk()).toList());
    timeline.foreign().keySet().removeAll(excused);
    return report(timeline);
  }

  private static List<Long> sorted(List<SetElement> elements, ToLongFunction<SetElement> millis) {
    return elements.stream().mapToLong(millis).sorted().boxed().toList();
  }

  private static Findings report(SetTimeline timeline) {
    List<SetElement> stable = select(timeline, Outcome.STABLE);
    List<SetElement> lost = select(timeline, Outcome.LOST);
    List<SetElement> neverRead = select(timeline, Outcome.NEVER_READ);
    List<SetElement> stale = stable.stream().filter(e -> e.stableLatencyMillis() > 0).toList();
    int attempts = timeline.elements().size();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Finding.Sentence(
            "values",
            "%d added: %d stable (%d of them stale), %d never read, %d lost"
                .formatted(attempts, stable.size(), stale.size(), neverRead.size(), lost.size())));
    findings.add(new Count("duplicated-count", 0, Count.Use.DETAIL));
    findings.add(Finding.Place.VERDICT);
    findings.add(new Count("lost-count", lost.size(), Count.Use.FAULT));
    findings.add(new Finding.ValueList("lost", values(lost), Use.LOST));
    findings.add(new Count("stable-count", stable.size(), Count.Use.DETAIL));
    findings.add(new Count("stale-count", stale.size(), Count.Use.FIGURE));
    findings.add(new Finding.ValueList("stale", values(stale), Use.DETAIL));
    findings.add(new Count("never-read-count", neverRead.size(), Count.Use.FIGURE));
    if (!stable.isEmpty()) {
      List<Long> millis = sorted(stable, SetElement::stableLatencyMillis);
      findings.add(new Finding.Quantiles("stable-latencies", "stable after", STABLE, millis));
    }
    findings.add(new Count("attempt-count", attempts, Count.Use.DETAIL));
    if (!lost.isEmpty()) {
      List<Long> millis = sorted(lost, SetElement::lostLatencyMillis);
      findings.add(new Finding.Quantiles("lost-latencies", null, "", millis));
    }
    findings.add(new Finding.ValueList("never-read", values(neverRead), Use.DETAIL));
    findings.add(new Finding.Other("duplicated", Json.object()));
    findings.addAll(new SetWarnings(timeline).all());
    return new Findings(verdict(lost, stable), reason(lost.size()), findings);
  }

  private static Verdict verdict(List<SetElement> lost, List<SetElement> stable) {
    return lost.isEmpty() && stable.isEmpty() ? Verdict.UNKNOWN : Verdict.of(lost.isEmpty());
  }

  private static String reason(int lost) {
    return lost == 0
        ? "no value became stable"
        : Findings.counted(lost, "value was lost", "values were lost");
  }

  private static List<SetElement> select(SetTimeline timeline, Outcome outcome) {
    return timeline.elements().stream().filter(e -> e.outcome() == outcome).toList();
  }

  private static List<Json> values(List<SetElement> elements) {
    return elements.stream().map(SetElement::value).toList();
  }
}
