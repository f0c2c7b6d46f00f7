package dev.tattle.bench.check;

import dev.tattle.bench.check.Finding.Anomaly;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects the cases of one anomaly. It counts all and keeps the first few. */
public final class Cases {
  private static final int KEPT = 8;

  private final String name;
  private final List<Json> json = new ArrayList<>();
  private final List<Anomaly.Case> cases = new ArrayList<>();
  private long count;

  /** One case, as JSON for the results and as text for people. */
  public record Found(Json json, Anomaly.Case shown) {
    /** Makes a case with the operations that show it. */
    public static Found of(Json json, String text, Anomaly.Noted... operations) {
      return new Found(json, new Anomaly.Case(text, List.of(operations)));
    }
  }

  /** No case of this anomaly is known yet. */
  public Cases(String name) {
    this.name = name;
  }

  /** Counts a case. Calls {@code found} only if the case is one of the first few. */
  public void add(Supplier<Found> found) {
    count++;
    if (cases.size() < KEPT) {
      Found one = found.get();
      json.add(one.json);
      cases.add(one.shown);
    }
  }

  /** The anomaly's name. */
  public String name() {
    return name;
  }

  /** True if there is no case. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The anomaly in the shape of Jepsen's results: {@code {"count","errs"}}. */
  public Anomaly anomaly(boolean isAllowed) {
    Json all = Json.object("count", Json.of(count), "errs", Json.array(json));
    return new Anomaly(name, count, isAllowed, all, cases);
  }
}
