package dev.tattle.bench.check;

import dev.tattle.bench.check.Finding.Count;
import dev.tattle.bench.check.Finding.ValueList.Use;
import dev.tattle.bench.check.SetElement.Outcome;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Whether a grow-only set kept what was added to it: Jepsen's {@code set-full}, of sets that need
 * not be linearizable. Latencies are in milliseconds, by quantile.
 *
 * <p>No element may be lost, and none shown twice by one read; Jepsen means the latter too, but
 * compares the wrong way round and never finds one.
 *
 * @param addFunction what an add is called: {@code "add"}, {@code "broadcast"}
 */
public record SetFullChecker(String addFunction) implements Checker {
  @Override
  public Findings check(List<Operation> history) {
    return report(timeline(history));
  }

  private SetTimeline timeline(List<Operation> history) {
    List<Attempt> attempts = Attempt.all(history);
    return SetTimeline.of(
        attempts.stream().filter(a -> a.f().equals(addFunction)).toList(),
        attempts.stream().filter(a -> a.f().equals("read") && a.isOk()).toList());
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
            "%d added: %d stable (%d of them late), %d never read, %d lost"
                .formatted(attempts, stable.size(), stale.size(), neverRead.size(), lost.size())));
    findings.add(new Count("duplicated-count", timeline.duplicated().size(), Count.Use.FAULT));
    findings.add(Finding.Place.VERDICT);
    findings.add(new Count("lost-count", lost.size(), Count.Use.FAULT));
    findings.add(new Finding.ValueList("lost", values(lost), Use.LOST));
    findings.add(new Count("stable-count", stable.size(), Count.Use.DETAIL));
    findings.add(new Count("stale-count", stale.size(), Count.Use.FIGURE));
    findings.add(new Finding.ValueList("stale", values(stale), Use.DETAIL));
    findings.add(new Count("never-read-count", neverRead.size(), Count.Use.FIGURE));
    if (!stable.isEmpty()) {
      List<Long> millis = sorted(stable, SetElement::stableLatencyMillis);
      findings.add(new Finding.Quantiles("stable-latencies", "stable after", millis));
    }
    findings.add(new Count("attempt-count", attempts, Count.Use.DETAIL));
    if (!lost.isEmpty()) {
      List<Long> millis = sorted(lost, SetElement::lostLatencyMillis);
      findings.add(new Finding.Quantiles("lost-latencies", null, millis));
    }
    findings.add(new Finding.ValueList("never-read", values(neverRead), Use.DETAIL));
    findings.add(new Finding.Repeated("duplicated", timeline.duplicated()));
    return new Findings(
        verdict(timeline, lost, stable),
        reason(lost.size(), timeline.duplicated().size()),
        findings);
  }

  private static Verdict verdict(
      SetTimeline timeline, List<SetElement> lost, List<SetElement> stable) {
    boolean isBroken = !lost.isEmpty() || !timeline.duplicated().isEmpty();
    return !isBroken && stable.isEmpty() ? Verdict.UNKNOWN : Verdict.of(!isBroken);
  }

  private static String reason(int lost, int duplicated) {
    List<String> reasons = new ArrayList<>();
    if (lost > 0) {
      reasons.add(Findings.counted(lost, "value was lost", "values were lost"));
    }
    if (duplicated > 0) {
      reasons.add(Findings.counted(duplicated, "value was duplicated", "values were duplicated"));
    }
    return reasons.isEmpty() ? "no value became stable" : String.join(", ", reasons);
  }

  private static List<SetElement> select(SetTimeline timeline, Outcome outcome) {
    return timeline.elements().stream().filter(e -> e.outcome() == outcome).toList();
  }

  private static List<Json> values(List<SetElement> elements) {
    return elements.stream().map(SetElement::value).toList();
  }
}
