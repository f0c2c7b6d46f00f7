package dev.tattle.bench.check.txn;

import static dev.tattle.bench.check.txn.AnomalyList.name;
import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.Cases.Found;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.check.txn.DataOrder.Why;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explains a cycle in words: why each of its transactions comes before the next one. */
final class CycleText {
  /** The text of a longer cycle is cut; the results and the picture show it whole. */
  private static final int TOLD = 6;

  private final TxnKind kind;
  private final DataOrder versions;
  private final Cycle cycle;

  CycleText(TxnKind kind, DataOrder versions, Cycle cycle) {
    this.kind = kind;
    this.versions = versions;
    this.cycle = cycle;
  }

  /** Makes one case of the anomaly. */
  Found found() {
    List<String> sentences = sentences();
    List<Json> entries = new ArrayList<>();
    List<Json> steps = new ArrayList<>();
    List<Noted> noted = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      entries.add(AnomalyList.entry(cycle.txns().get(i)));
      steps.add(step(i));
      noted.add(new Noted(cycle.txns().get(i).attempt(), sentences.get(i)));
    }
    Json json =
        Json.object(
            "cycle", Json.array(entries),
            "steps", Json.array(steps),
            "text", Json.array(sentences.stream().map(Json::of).toList()));
    int more = sentences.size() - TOLD;
    String text =
        sentences.stream().limit(TOLD).collect(joining("; "))
            + (more > 0 ? "; and " + Shown.counted(more, "more step") : "");
    return Found.of(json, text, noted.stream().limit(TOLD).toArray(Noted[]::new));
  }

  /** Makes the picture of the cycle. */
  Finding.Circle drawing() {
    List<Finding.Circle.Arrow> arrows = new ArrayList<>();
    for (int i = 0; i < cycle.steps().size(); i++) {
      arrows.add(new Finding.Circle.Arrow(cycle.steps().get(i).jsonName(), reason(i)));
    }
    return new Finding.Circle(
        cycle.name(),
        cycle.txns().stream().map(AnomalyList::name).toList(),
        cycle.txns().stream().map(ObservedTxn::attempt).toList(),
        arrows);
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < cycle.txns().size(); i++) {
      String before = name(cycle.txns().get(i));
      String after = name(cycle.after(i));
      sentences.add("%s comes before %s: %s".formatted(before, after, reason(i)));
    }
    return sentences;
  }

  private @Nullable Why why(int place) {
    return versions.why(cycle.txns().get(place), cycle.after(place), cycle.steps().get(place));
  }

  private Json step(int place) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("type", Json.of(cycle.steps().get(place).jsonName()));
    Why why = why(place);
    if (why != null) {
      fields.put("key", why.key());
      fields.put("value", why.before());
      if (why.relation() != Relation.WR) {
        fields.put("value'", why.after());
      }
    }
    return new Json.Obj(fields);
  }

  private String reason(int place) {
    ObservedTxn from = cycle.txns().get(place);
    ObservedTxn to = cycle.after(place);
    Relation relation = cycle.steps().get(place);
    if (relation == Relation.PROCESS) {
      return "process %d did %s and then %s".formatted(from.process(), name(from), name(to));
    } else if (relation == Relation.REALTIME) {
      return "%s had ended at %s, and %s began at %s"
          .formatted(
              name(from),
              seconds(from.attempt().completion().timeNanos()),
              name(to),
              seconds(to.attempt().invocation().timeNanos()));
    }
    Why why = why(place);
    return why == null ? relation.jsonName() : reason(name(from), name(to), why);
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
  }

  private String reason(String from, String to, Why why) {
    boolean isList = kind == TxnKind.LIST_APPEND;
    String key = Shown.text(why.key());
    String before = Shown.text(why.before());
    String after = Shown.text(why.after());
    boolean isFirst = why.before() == Json.NULL;
    return switch (why.relation()) {
      case WW ->
          isList
              ? "%s appended %s to key %s, behind %s of %s".formatted(to, after, key, before, from)
              : "%s wrote %s to key %s, over %s of %s".formatted(to, after, key, before, from);
      case WR ->
          "%s read %s of key %s, which %s had %s"
              .formatted(to, before, key, from, isList ? "appended" : "written");
      default -> {
        String shown = isFirst ? "nothing" : isList ? "a list that ended in " + before : before;
        String did = isList ? "appended" : "wrote";
        yield "%s read %s of key %s, and %s %s %s".formatted(from, shown, key, to, did, after)
            + (isFirst ? "" : isList ? " behind it" : " over it");
      }
    };
  }
}
