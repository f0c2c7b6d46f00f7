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
 * All that a history shows of one list: who appended what, which states reads showed, and who read
 * which of them.
 */
final class AppendKey {
  /** Reads of the list before anybody appended to it. */
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

    /** The shortest first; of states that are as long, as Elle has them. */
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
    // An unknown end shows null for each read, whatever there was.
    if (txn.isOk() || value != Json.NULL) {
      List<ObservedTxn> same = readers.computeIfAbsent(last(value), x -> new ArrayList<>(2));
      if (same.isEmpty() || !txn.equals(same.get(same.size() - 1))) {
        same.add(txn);
      }
    }
  }

  /** What was appended last before a read, or {@link #INITIAL}. */
  static Json last(Json value) {
    return value instanceof Json.Arr state && !state.items().isEmpty()
        ? state.items().get(state.items().size() - 1)
        : INITIAL;
  }

  /** Works out the order, once all is known. */
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
   * States that transactions showed which may have happened, the shortest first. Where nobody read
   * the only append there is, its state needs no read.
   */
  List<Json.Arr> states() {
    List<Json.Arr> states = possible.sorted();
    return states.isEmpty() && appends == 1 && onlyAppend != null
        ? List.of((Json.Arr) Json.array(onlyAppend))
        : states;
  }

  /** The elements of the longest state that any transaction showed, aborted ones too. */
  List<Json> longest() {
    List<Json.Arr> states = all.sorted();
    return states.isEmpty() ? List.of() : states.get(states.size() - 1).items();
  }

  /** Who appended an element, however it ended; null if nobody did. */
  @Nullable ObservedTxn writer(Json element) {
    return writers.get(element);
  }

  /** The same, if it may have happened. */
  @Nullable ObservedTxn possibleWriter(Json element) {
    ObservedTxn writer = writers.get(element);
    return writer != null && writer.isPossible() ? writer : null;
  }

  /** Who read the state that ends in an element, or {@link #INITIAL}. */
  List<ObservedTxn> readers(Json last) {
    return readers.getOrDefault(last, List.of());
  }

  /** Who may have appended what nobody read, in any order, each once. */
  List<ObservedTxn> unread() {
    return writers.entrySet().stream()
        .filter(entry -> !places.containsKey(entry.getKey()) && entry.getValue().isPossible())
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }

  /** True if some read tells where in the order an element is. */
  boolean isPlaced(Json element) {
    return places.containsKey(element);
  }

  /** What stands last in the longest state, or {@link #INITIAL}. */
  Json last() {
    return order.isEmpty() ? INITIAL : order.get(order.size() - 1);
  }

  /**
   * What stood last in the list just before an append. An append that nobody has read came after
   * all that somebody has.
   */
  Json before(Json element) {
    Integer place = places.get(element);
    if (place == null) {
      return last();
    }
    return place == 0 ? INITIAL : order.get(place - 1);
  }
}
