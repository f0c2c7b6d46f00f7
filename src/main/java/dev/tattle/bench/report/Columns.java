package dev.tattle.bench.report;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table with one array per column, which takes a fraction of the space of one object per row. */
final class Columns {
  private final Map<String, List<Json>> columns = new LinkedHashMap<>();

  /** Columns with these names, in that order. */
  Columns(String... names) {
    for (String name : names) {
      columns.put(name, new ArrayList<>());
    }
  }

  /** Adds a row, with a value for each column. */
  void add(Json... row) {
    int i = 0;
    for (List<Json> column : columns.values()) {
      column.add(row[i++]);
    }
  }

  /** The columns as fields; the caller may add more. */
  Map<String, Json> fields() {
    Map<String, Json> fields = new LinkedHashMap<>();
    columns.forEach((name, column) -> fields.put(name, Json.array(column)));
    return fields;
  }
}
