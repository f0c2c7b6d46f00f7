package dev.tattle.bench.check;

import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The results of a run.
 *
 * @param json as they stand in {@code results.json}
 * @param parts what the workload's checker found, as {@code "workload"}, and what other checkers of
 *     this workload found, by the names of their parts
 */
public record Results(Json.Obj json, Map<String, Findings> parts) {
  /** The same, with one more field. */
  public Results with(String name, Json value) {
    Map<String, Json> fields = new LinkedHashMap<>(json.fields());
    fields.put(name, value);
    return new Results(new Json.Obj(fields), parts);
  }

  /** The same, without this field. */
  public Results without(String name) {
    Map<String, Json> fields = new LinkedHashMap<>(json.fields());
    fields.remove(name);
    return new Results(new Json.Obj(fields), parts);
  }

  /** True where the run ended before it could be judged. */
  public boolean isBroken() {
    return Json.of(true).equals(json.fields().get("broken"));
  }

  public Verdict verdict() {
    return Verdict.of(json);
  }
}
