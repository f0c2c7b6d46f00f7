package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What adds and reads tell of a set's elements. Its work is proportional to the elements that the
 * reads show and to those that they could have shown.
 */
final class SetTimeline {
  /** Every value that was added or read. */
  private final SetElements seen = new SetElements();

  /** Each once. */
  private final List<SetElement> added = new ArrayList<>();

  private final SortedMap<Json, Integer> duplicated = new TreeMap<>(Values.ORDER);
  private int reads;

  /**
   * @param adds in the order of their invocations
   */
  static SetTimeline of(List<Attempt> adds, List<Attempt> reads) {
    SetTimeline timeline = new SetTimeline();
    int begun = 0;
    List<Attempt> completed = new ArrayList<>(reads);
    completed.sort(Comparator.comparingLong(read -> read.completion().index()));
    for (Attempt read : completed) {
      while (begun < adds.size()
          && adds.get(begun).invocation().index() < read.completion().index()) {
        timeline.begin(adds.get(begun++));
      }
      timeline.read(read);
    }
    adds.subList(begun, adds.size()).forEach(timeline::begin);
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

  private void begin(Attempt add) {
    SetElement element = seen.of(add.invocation().value());
    if (!element.isAdded()) {
      added.add(element);
    }
    element.beginAdd(add);
  }

  private void read(Attempt read) {
    reads++;
    for (Json value : values(read)) {
      int copies = seen.of(value).show(read, reads);
      if (copies > 1) {
        duplicated.merge(value, copies, Math::max);
      }
    }
    for (SetElement element : added) {
      element.endRead(read, reads);
    }
  }

  private static List<Json> values(Attempt read) {
    if (read.completion().value() instanceof Json.Arr values) {
      return values.items();
    }
    throw HistoryException.at(
        read.completion(),
        "expected a read of an array, but it is " + read.completion().value().kind());
  }
}
