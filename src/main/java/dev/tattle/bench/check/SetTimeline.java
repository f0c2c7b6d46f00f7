package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What adds and reads say about the elements of a set. The work is proportional to the number of
 * elements that the reads show, plus those added after the oldest element that a read lacks.
 */
final class SetTimeline {
  /** Every value that was added or read. */
  private final SetElements seen = new SetElements();

  /** The added elements, each once. */
  private final List<SetElement> added = new ArrayList<>();

  private final SortedMap<Json, Integer> duplicated = new TreeMap<>(Values.ORDER);
  private final Map<Json, Attempt> foreign = new LinkedHashMap<>();
  private int reads;

  /** An entry of the history and what it means for the elements. */
  private record Event(long index, Attempt attempt, Consumer<Attempt> act) {}

  static SetTimeline of(List<Attempt> adds, List<Attempt> reads) {
    SetTimeline timeline = new SetTimeline();
    List<Event> events = new ArrayList<>();
    for (Attempt add : adds) {
      events.add(new Event(add.invocation().index(), add, timeline::begin));
      if (add.isOk()) {
        events.add(new Event(add.completion().index(), add, timeline::end));
      }
    }
    reads.forEach(r -> events.add(new Event(r.completion().index(), r, timeline::read)));
    events.sort(Comparator.comparingLong(Event::index));
    events.forEach(event -> event.act.accept(event.attempt));
    return timeline;
  }

  /** The elements with an invoked add, in {@link Values#ORDER}. */
  List<SetElement> elements() {
    List<SetElement> elements = new ArrayList<>(added);
    elements.sort(Comparator.comparing(SetElement::value, Values.ORDER));
    return elements;
  }

  /** The values that a read showed more than once, with the most copies in one read. */
  SortedMap<Json, Integer> duplicated() {
    return duplicated;
  }

  /** The values that reads showed before an add of them began, with the first such read. */
  Map<Json, Attempt> foreign() {
    return foreign;
  }

  private void begin(Attempt add) {
    SetElement element = seen.of(add.invocation().value());
    if (!element.isAdded()) {
      added.add(element);
    }
    element.beginAdd();
  }

  private void end(Attempt add) {
    seen.of(add.invocation().value()).endAdd(add.completion());
  }

  private void read(Attempt read) {
    reads++;
    int lacking = added.size();
    // An array, because lists are of many classes and each call on a list would have to find its
    // method.
    for (Object item : values(read).toArray()) {
      Json value = (Json) item;
      SetElement element = seen.of(value);
      int copies = element.show(read, reads);
      if (copies > 1) {
        duplicated.merge(value, copies, Math::max);
      }
      if (!element.isAdded()) {
        foreign.putIfAbsent(value, read);
      } else if (copies == 1) {
        lacking--;
      }
    }
    // A read usually lacks the elements that were added last.
    for (int i = added.size() - 1; lacking > 0; i--) {
      lacking -= added.get(i).isLackedBy(read, reads) ? 1 : 0;
    }
  }

  /** A read of null counts as one of an empty list, as in Maelstrom. */
  private static List<Json> values(Attempt read) {
    Json value = read.completion().value();
    if (value instanceof Json.Null) {
      return List.of();
    }
    if (value instanceof Json.Arr values) {
      return values.items();
    }
    throw HistoryException.at(
        read.completion(), "expected a read of an array, but it is " + value.kind());
  }
}
