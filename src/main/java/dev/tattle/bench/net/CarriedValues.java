package dev.tattle.bench.net;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the JSON values in a message that may be values of the workload, without knowing the
 * protocol of the nodes. They are the items of arrays that hold neither arrays nor objects, and the
 * fields {@code message}, {@code element} or {@code value}. This excludes message numbers and
 * versions, in other fields and in {@code [origin, version, [value, …]]}.
 */
final class CarriedValues {
  private CarriedValues() {}

  /** Calls {@code found} for each value, in any order; repeatedly if a value is repeated. */
  static void find(Body body, Consumer<Json> found) {
    findInFields(body.fields(), found);
  }

  private static void findInFields(Map<String, Json> fields, Consumer<Json> found) {
    fields.forEach(
        (name, value) -> {
          if (!isScalar(value)) {
            findIn(value, found);
          } else if (isPayload(name)) {
            found.accept(value);
          }
        });
  }

  private static void findIn(Json nested, Consumer<Json> found) {
    if (nested instanceof Json.Arr array) {
      findInItems(array.items(), found);
    } else if (nested instanceof Json.Obj object) {
      findInFields(object.fields(), found);
    }
  }

  private static void findInItems(List<Json> items, Consumer<Json> found) {
    int size = items.size();
    boolean areScalars = true;
    for (int i = 0; i < size && areScalars; i++) {
      areScalars = isScalar(items.get(i));
    }
    for (int i = 0; i < size; i++) {
      if (areScalars) {
        found.accept(items.get(i));
      } else {
        findIn(items.get(i), found);
      }
    }
  }

  private static boolean isScalar(Json value) {
    return !(value instanceof Json.Arr) && !(value instanceof Json.Obj);
  }

  private static boolean isPayload(String field) {
    return switch (field) {
      case "message", "element", "value" -> true;
      default -> false;
    };
  }
}
