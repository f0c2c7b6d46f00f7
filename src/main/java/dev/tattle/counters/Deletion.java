package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One replica's deletion of a counter: {@code [{"d": name}, {replica: [version, total], …}]}, with
 * a baseline of each replica that had added to it.
 */
final class Deletion extends Statement {
  static final String FIELD = "d";

  final CounterState counter;
  final Map<ReplicaId, Baseline> baselines;

  Deletion(ReplicaLog log, CounterState counter, Map<ReplicaId, Baseline> baselines) {
    super(log);
    this.counter = counter;
    this.baselines = baselines;
  }

  Baseline baseline(ReplicaId replica) {
    return baselines.getOrDefault(replica, Baseline.NONE);
  }

  static boolean isDeletion(List<Json> json) {
    return json.size() == 2
        && json.get(0) instanceof Json.Obj subject
        && subject.fields().get(FIELD) instanceof Json.Text
        && json.get(1) instanceof Json.Obj baselines
        && baselines.fields().values().stream()
            .allMatch(
                json1 ->
                    json1 instanceof Json.Arr pair
                        && pair.items().size() == 2
                        && pair.items().stream().allMatch(item -> item instanceof Json.Int));
  }

  static Map<ReplicaId, Baseline> baselines(Json json) {
    Map<ReplicaId, Baseline> baselines = new LinkedHashMap<>();
    ((Json.Obj) json)
        .fields()
        .forEach(
            (replica, pair) -> {
              List<Json> both = ((Json.Arr) pair).items();
              long version = ((Json.Int) both.get(0)).value();
              long total = ((Json.Int) both.get(1)).value();
              baselines.put(new ReplicaId(replica), new Baseline(version, total));
            });
    return baselines;
  }

  /** The statement as JSON, for a log. */
  static List<Json> json(String name, Map<ReplicaId, Baseline> baselines) {
    Map<String, Json> fields = new LinkedHashMap<>();
    baselines.forEach(
        (replica, baseline) ->
            fields.put(
                replica.name(),
                Json.array(Json.of(baseline.version()), Json.of(baseline.total()))));
    List<Json> json = new ArrayList<>();
    json.add(Json.object(FIELD, Json.of(name)));
    json.add(new Json.Obj(fields));
    return json;
  }

  @Override
  List<Json> toJson() {
    return json(counter.name(), baselines);
  }

  /** True if each replica has applied the deletion in its own log. */
  @Override
  boolean isSpent() {
    for (Map.Entry<ReplicaId, Baseline> one : baselines.entrySet()) {
      if (!counter.hasTaken(one.getKey(), one.getValue())) {
        return false;
      }
    }
    return true;
  }
}
