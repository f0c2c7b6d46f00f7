package dev.tattle.bench.check.txn;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a history shows about one list: the writer of each element, the states that reads
 * showed, and the readers of each state.
 */
final class AppendKey {
  /** Stands for the state before the first append. */
  static final Json INITIAL = Json.NULL;

  private final Json key;
  private final Map<Json, ObservedTxn> writers = new LinkedHashMap<>();
  private final Map<Json, List<ObservedTxn>> readers = new LinkedHashMap<>();
  private final States possible = new States();
  private final States all = new States();
  private final Map<Json, Integer> places = new LinkedHashMap<>();
  private List<Json> order = List.of();
  private @Nullable Json onlyAppend;
  private int appends;

  /** Distinct states that reads showed. */
  private static final class States {
    private final Set<Json.Arr> all = new LinkedHashSet<>();

    void add(Json.Arr state) {
      all.add(state);
    }

    /** Sorts the states by length; equally long ones come in Elle's order. */
    List<Json.Arr> sorted() {
      List<Json.Arr> sorted = new ArrayList<>(TrieOrder.sorted(List.copyOf(all)));
      sorted.sort(Comparator.comparingInt(state -> state.items().size()));
      return sorted;
    }
  }

  AppendKey(Json key) {
    this.key = key;
  }

  Json key() {
    return key;
  }

  void appended(ObservedTxn txn, Json element) {
    writers.put(element, txn);
    if (txn.isPossible()) {
      appends++;
      onlyAppend = element;
    }
  }

  void read(ObservedTxn txn, Json value) {
    boolean isEmpty = !(value instanceof Json.Arr state) || state.items().isEmpty();
    if (!isEmpty) {
      all.add((Json.Arr) value);
    }
    if (!txn.isPossible()) {
      return;
    }
    if (!isEmpty) {
      possible.add((Json.Arr) value);
    }
    // If the outcome is unknown, each read shows null, whatever was there.
    if (txn.isOk() || value != Json.NULL) {
      List<ObservedTxn> same = readers.computeIfAbsent(last(value), x -> new ArrayList<>(2));
      if (same.isEmpty() || !txn.equals(same.get(same.size() - 1))) {
        same.add(txn);
      }
    }
  }

  /** The last element that a read showed, or {@link #INITIAL}. */
  static Json last(Json value) {
    return value instanceof Json.Arr state && !state.items().isEmpty()
        ? state.items().get(state.items().size() - 1)
        : INITIAL;
  }

  /** Works out the order. Call this once all reads and appends are known. */
  void settle() {
    List<Json.Arr> states = states();
    if (!states.isEmpty()) {
      order = states.get(states.size() - 1).items().stream().distinct().toList();
    }
    for (Json element : order) {
      places.put(element, places.size());
    }
  }

  /**
   * States in transactions that may have happened, the shortest first. If there is only one append
   * and nobody read it, its state needs no read.
   */
  List<Json.Arr> states() {
    List<Json.Arr> states = possible.sorted();
    return states.isEmpty() && appends == 1 && onlyAppend != null
        ? List.of((Json.Arr) Json.array(onlyAppend))
        : states;
  }

  /** The elements of the longest state that any transaction showed, including aborted ones. */
  List<Json> longest() {
    List<Json.Arr> states = all.sorted();
    return states.isEmpty() ? List.of() : states.get(states.size() - 1).items();
  }

  /** The transaction that appended an element, whatever its outcome; null if none did. */
  @Nullable ObservedTxn writer(Json element) {
    return writers.get(element);
  }

  /** The transaction that appended an element, if it may have happened; null otherwise. */
  @Nullable ObservedTxn possibleWriter(Json element) {
    ObservedTxn writer = writers.get(element);
    return writer != null && writer.isPossible() ? writer : null;
  }

  /** The transactions that read the state that ends in this element, or in {@link #INITIAL}. */
  List<ObservedTxn> readers(Json last) {
    return readers.getOrDefault(last, List.of());
  }

  /** The transactions that may have appended unread elements, in any order, each once. */
  List<ObservedTxn> unread() {
    return writers.entrySet().stream()
        .filter(entry -> !places.containsKey(entry.getKey()) && entry.getValue().isPossible())
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }

  /** True if some read shows the element's place in the order. */
  boolean isPlaced(Json element) {
    return places.containsKey(element);
  }

  /** The last element of the longest state, or {@link #INITIAL}. */
  Json last() {
    return order.isEmpty() ? INITIAL : order.get(order.size() - 1);
  }

  /**
   * The last element of the list just before an append. An append that nobody has read came after
   * all that somebody has read.
   */
  Json before(Json element) {
    Integer place = places.get(element);
    if (place == null) {
      return last();
    }
    return place == 0 ? INITIAL : order.get(place - 1);
  }
}
