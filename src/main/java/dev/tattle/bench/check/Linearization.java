package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Searches for a linearization: an order of the operations on one object in which each happens
 * between its invocation and its completion.
 *
 * <p>The search follows the history from event to event. It keeps all <em>configurations</em> that
 * explain the events so far: a state of the object, and the set of open operations that have
 * happened. An open operation happens only when that explains a completion (just-in-time
 * linearization: Lowe, "Testing for linearizability", 2017). So the work grows with the history
 * times the number of configurations. If no configuration explains a completion, that operation and
 * the states before it are known.
 *
 * <p>Operations of unknown outcome stay open for ever. Two rules keep each from doubling the
 * configurations. Of those that do the same, the first happens first. A configuration is dropped if
 * another one has the same state and has used only some of them. Also, an operation that only reads
 * happens as soon as it can, which rules nothing out.
 *
 * <p>Few configurations usually suffice to find a linearization. So the search first follows only
 * those with the fewest operations done. If that fails, it follows more, and at last all.
 */
final class Linearization {
  /** The result of a search. */
  enum Outcome {
    LINEARIZABLE,
    NOT_LINEARIZABLE,
    /** The search reached the limit on configurations. */
    TOO_MANY
  }

  /**
   * The result for one object.
   *
   * @param last the operation whose completion has no explanation, or at which the limit was
   *     reached; null if all is explained
   * @param states that the object may have had before that
   * @param window operations, {@code last} among them, that contradict each other whatever others
   *     did; in the order of their invocations, empty if unknown
   */
  record Verdict(Outcome outcome, @Nullable Attempt last, List<Json> states, List<Attempt> window) {
    Verdict {
      states = List.copyOf(states);
      window = List.copyOf(window);
    }

    /** Adds a window, if the search finds one. */
    private Verdict explained(List<Attempt> attempts, Model model) {
      return last == null || outcome != Outcome.NOT_LINEARIZABLE
          ? this
          : new Verdict(outcome, last, states, WindowSearch.of(attempts, model, last));
    }
  }

  /** How many configurations the first searches follow. All can take a thousand times as long. */
  private static final List<Integer> FEW = List.of(20, 1_000);

  private final Model model;
  private final int mostConfigurations;
  private final int followed;

  /** The open operations, by place. An operation keeps its place while it is open. */
  private final SortedMap<Integer, Attempt> open = new TreeMap<>();

  private final BitSet places = new BitSet();

  /** The places of operations that never end. */
  private final BitSet endless = new BitSet();

  /** The places of operations that never end, by what they do. */
  private final Map<List<Object>, BitSet> alike = new LinkedHashMap<>();

  private List<Configuration> configurations;

  private Linearization(
      Model model, int mostConfigurations, int followed, Collection<Json> states) {
    this.model = model;
    this.mostConfigurations = mostConfigurations;
    this.followed = followed;
    configurations = states.stream().map(state -> new Configuration(state, new BitSet())).toList();
  }

  /**
   * Searches for a linearization.
   *
   * @param attempts that may have happened, in the order of their invocations, with values as after
   *     the operation
   * @param mostConfigurations the limit on configurations at one time
   */
  static Verdict of(List<Attempt> attempts, Model model, int mostConfigurations) {
    List<Json> initial = List.of(model.initial());
    for (int few : FEW) {
      Verdict ofFew =
          new Linearization(model, mostConfigurations, few, initial).follow(events(attempts));
      // If few configurations explain nothing, usually none does, and a window proves that much
      // faster.
      Verdict proven = ofFew.explained(attempts, model);
      if (ofFew.outcome == Outcome.LINEARIZABLE || !proven.window.isEmpty()) {
        return proven;
      }
    }
    return ofAll(attempts, model, initial, mostConfigurations).explained(attempts, model);
  }

  /** Searches through all configurations, beginning with these states. */
  static Verdict ofAll(
      List<Attempt> attempts, Model model, Collection<Json> states, int mostConfigurations) {
    return new Linearization(model, mostConfigurations, Integer.MAX_VALUE, states)
        .follow(events(attempts));
  }

  private record Event(long index, Attempt attempt, boolean isEnd) {}

  private static List<Event> events(List<Attempt> attempts) {
    List<Event> events = new ArrayList<>();
    for (Attempt attempt : attempts) {
      events.add(new Event(attempt.invocation().index(), attempt, false));
      if (attempt.isOk()) {
        events.add(new Event(attempt.completion().index(), attempt, true));
      }
    }
    events.sort(Comparator.comparingLong(Event::index));
    return events;
  }

  private Verdict follow(List<Event> events) {
    Map<Long, Integer> placeOf = new LinkedHashMap<>();
    for (Event event : events) {
      long invoked = event.attempt.invocation().index();
      if (event.isEnd) {
        int place = Objects.requireNonNull(placeOf.remove(invoked), "completed before it began");
        Verdict problem = end(event.attempt, place);
        if (problem != null) {
          return problem;
        }
      } else {
        int place = begin(event.attempt);
        placeOf.put(invoked, place);
      }
    }
    return new Verdict(Outcome.LINEARIZABLE, null, List.of(), List.of());
  }

  private int begin(Attempt attempt) {
    int place = places.nextClearBit(0);
    places.set(place);
    open.put(place, attempt);
    if (!attempt.isOk()) {
      endless.set(place);
      alike.computeIfAbsent(doing(attempt), first -> new BitSet()).set(place);
    }
    return place;
  }

  /** Keeps the configurations that explain the end of this operation. */
  private @Nullable Verdict end(Attempt attempt, int place) {
    List<Configuration> explained = new ArrayList<>();
    Frontier frontier = new Frontier();
    configurations.forEach(configuration -> frontier.add(settled(configuration)));
    while (!frontier.left.isEmpty() && explained.size() < followed) {
      Configuration next = frontier.left.remove();
      if (next.done().get(place)) {
        explained.add(next.without(place));
      } else {
        expand(next, frontier);
      }
      if (frontier.size > mostConfigurations) {
        return verdict(Outcome.TOO_MANY, attempt);
      }
    }
    if (explained.isEmpty()) {
      return verdict(Outcome.NOT_LINEARIZABLE, attempt);
    }
    open.remove(place);
    places.clear(place);
    configurations = explained;
    return null;
  }

  /** Configurations to look at, those with the fewest operations first. */
  private final class Frontier {
    private final Deque<Configuration> left = new ArrayDeque<>();
    private final Map<Configuration, List<BitSet>> usedBy = new LinkedHashMap<>();
    private int size;

    void add(Configuration configuration) {
      BitSet used = (BitSet) configuration.done().clone();
      used.and(endless);
      BitSet ending = (BitSet) configuration.done().clone();
      ending.andNot(endless);
      List<BitSet> others =
          usedBy.computeIfAbsent(
              new Configuration(configuration.state(), ending), key -> new ArrayList<>());
      if (others.stream().noneMatch(other -> isWithin(other, used))) {
        others.add(used);
        left.add(configuration);
        size++;
      }
    }
  }

  private void expand(Configuration from, Frontier frontier) {
    for (Map.Entry<Integer, Attempt> entry : open.entrySet()) {
      int place = entry.getKey();
      if (!from.done().get(place) && isFirstOfItsLike(place, from)) {
        Json state = step(from.state(), entry.getValue());
        if (state != null) {
          frontier.add(settled(from.with(state, place)));
        }
      }
    }
  }

  /** Marks as done the operations that only read and can happen now. */
  private Configuration settled(Configuration configuration) {
    BitSet more = new BitSet();
    for (Map.Entry<Integer, Attempt> entry : open.entrySet()) {
      int place = entry.getKey();
      if (!configuration.done().get(place)
          && !endless.get(place)
          && model.onlyReads(entry.getValue().f(), lastOf(entry.getValue()).value())
          && configuration.state().equals(step(configuration.state(), entry.getValue()))) {
        more.set(place);
      }
    }
    if (more.isEmpty()) {
      return configuration;
    }
    more.or(configuration.done());
    return new Configuration(configuration.state(), more);
  }

  private @Nullable Json step(Json state, Attempt attempt) {
    Operation operation = lastOf(attempt);
    return model.step(state, operation.f(), operation.value());
  }

  /** False if an earlier operation without end would do the same. */
  private boolean isFirstOfItsLike(int place, Configuration from) {
    if (!endless.get(place)) {
      return true;
    }
    BitSet places = Objects.requireNonNull(alike.get(doing(attemptAt(place))), "not begun");
    int first = places.nextSetBit(0);
    while (from.done().get(first)) {
      first = places.nextSetBit(first + 1);
    }
    return first == place;
  }

  private static List<Object> doing(Attempt attempt) {
    return List.of(attempt.f(), lastOf(attempt).value());
  }

  private static boolean isWithin(BitSet inner, BitSet outer) {
    BitSet rest = (BitSet) inner.clone();
    rest.andNot(outer);
    return rest.isEmpty();
  }

  private Verdict verdict(Outcome outcome, Attempt last) {
    List<Json> states = configurations.stream().map(Configuration::state).distinct().toList();
    return new Verdict(outcome, last, states, List.of());
  }

  private Attempt attemptAt(int place) {
    Attempt attempt = open.get(place);
    if (attempt == null) {
      throw new AssertionError("no operation is open at " + place);
    }
    return attempt;
  }

  /** The entry that holds the value after the operation. */
  static Operation lastOf(Attempt attempt) {
    return attempt.isOk() ? attempt.completion() : attempt.invocation();
  }
}
