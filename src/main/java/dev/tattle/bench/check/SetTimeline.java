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
 * What adds and reads tell of a set's elements. Its work is proportional to the elements that the
 * reads show, and to those that were added after the oldest that a read lacks.
 */
final class SetTimeline {
  /** Every value that was added or read. */
  private final SetElements seen = new SetElements();

  /** Each once. */
  private final List<SetElement> added = new ArrayList<>();

  private final SortedMap<Json, Integer> duplicated = new TreeMap<>(Values.ORDER);
  private final Map<Json, Attempt> foreign = new LinkedHashMap<>();
  private int reads;

  /** What an entry of the history means for the elements. */
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

  /** The elements of which an add was invoked, in {@link Values#ORDER}. */
  List<SetElement> elements() {
    List<SetElement> elements = new ArrayList<>(added);
    elements.sort(Comparator.comparing(SetElement::value, Values.ORDER));
    return elements;
  }

  /** The values that a read showed more than once, with the most copies in one read. */
  SortedMap<Json, Integer> duplicated() {
    return duplicated;
  }

  /** The values that reads showed before anybody had begun to add them, with the first read. */
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
    // As an array: lists are of many classes, and each call of one is a search for its method.
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
    // What a read lacks has mostly been added last.
    for (int i = added.size() - 1; lacking > 0; i--) {
      lacking -= added.get(i).isLackedBy(read, reads) ? 1 : 0;
    }
  }

  /** A read of nothing is one of an empty list, as in Maelstrom. */
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
