package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Warns of reads of a set that show what they should not, though Maelstrom ignores it. */
record SetWarnings(SetTimeline timeline) {
  private static final int MAX_CHARS = 500;

  List<Finding> all() {
    List<Finding> warnings = new ArrayList<>();
    SortedMap<Json, Integer> twice = timeline.duplicated();
    if (!twice.isEmpty()) {
      warnings.add(new Finding.Repeated("shown-twice", twice));
      warnings.add(shownTwice(twice));
    }
    Map<Json, Attempt> foreign = timeline.foreign();
    if (!foreign.isEmpty()) {
      warnings.add(neverAdded(foreign));
    }
    return warnings;
  }

  private static Finding shownTwice(Map<Json, Integer> twice) {
    Json value = twice.keySet().iterator().next();
    String text =
        Findings.counted(twice.size(), "value was", "values were") + " shown twice by one read";
    Map<String, Json> details = new LinkedHashMap<>();
    details.put("wrote", Json.of(Shown.text(value) + ", " + twice.get(value) + " times"));
    details.put("expected", Json.of("each value once in a read"));
    return new Finding.Warning("shown-twice", twice.size(), text, details);
  }

  private Finding neverAdded(Map<Json, Attempt> foreign) {
    Map<String, Json> added = new LinkedHashMap<>();
    timeline.elements().forEach(e -> added.put(Shown.whole(e.value()), e.value()));
    Map<String, Json> details = new LinkedHashMap<>();
    for (Map.Entry<Json, Attempt> shown : foreign.entrySet()) {
      // Some nodes keep numbers as strings or as decimals.
      Json meant = added.get(Shown.whole(shown.getKey()).replaceFirst("[.]0+$", ""));
      if (meant != null) {
        String text =
            "reads show %s where %s was added"
                .formatted(Shown.json(shown.getKey()), Shown.json(meant));
        details.put("wrote", excerpt(shown.getValue()));
        details.put("expected", meant);
        return new Finding.Warning("other-type", foreign.size(), text, details);
      }
    }
    Map.Entry<Json, Attempt> first = foreign.entrySet().iterator().next();
    details.put("wrote", excerpt(first.getValue()));
    details.put("expected", Json.of("only values that somebody had begun to add"));
    String text = "reads show %s, a value that nobody added".formatted(Shown.json(first.getKey()));
    return new Finding.Warning("never-added", foreign.size(), text, details);
  }

  private static Json excerpt(Attempt read) {
    String text = HistoryCodec.format(read.completion());
    return Json.of(text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...");
  }
}
