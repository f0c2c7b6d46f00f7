package dev.tattle.bench.check;

import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The results of a run.
 *
 * @param json as they stand in {@code results.json}
 * @param parts the findings of the workload's checker, as {@code "workload"}, and of this
 *     workload's other checkers, by the names of their parts
 */
public record Results(Json.Obj json, Map<String, Findings> parts) {
  /** Returns these results with one more field. */
  public Results with(String name, Json value) {
    Map<String, Json> fields = new LinkedHashMap<>(json.fields());
    fields.put(name, value);
    return new Results(new Json.Obj(fields), parts);
  }

  /** Returns these results without this field. */
  public Results without(String name) {
    Map<String, Json> fields = new LinkedHashMap<>(json.fields());
    fields.remove(name);
    return new Results(new Json.Obj(fields), parts);
  }

  /** True if the run ended before it could be judged. */
  public boolean isBroken() {
    return Json.of(true).equals(json.fields().get("broken"));
  }

  /** The verdict on the whole run. */
  public Verdict verdict() {
    return Verdict.of(json);
  }
}
