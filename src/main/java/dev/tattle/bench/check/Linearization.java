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
 * Looks for an order in which the operations on one object may have happened one after the other,
 * each between its invocation and its completion: a linearization.
 *
 * <p>It follows the history from event to event and keeps all <em>configurations</em> that explain
 * what it has seen: a state of the object, and which of the open operations have happened. An open
 * operation happens only when that explains a completion (just-in-time linearization: Lowe,
 * "Testing for linearizability", 2017). So the work grows with the history times the number of
 * configurations, and the completion that nothing explains is known, with the states before it.
 *
 * <p>Operations of unknown end stay open for ever. Two rules keep them from doubling the
 * configurations each: of those that do the same, the first happens first; and a configuration is
 * dropped where another one has the same state with fewer of them used up. And what only reads
 * happens as soon as it can: that rules nothing out.
 *
 * <p>A linearization is mostly found among few configurations, so that only those with the fewest
 * operations done are followed at first. If that leads nowhere, more are, and at last all.
 */
final class Linearization {
  /** What was found. */
  enum Outcome {
    LINEARIZABLE,
    NOT_LINEARIZABLE,
    /** There were more configurations than memory is set aside for. */
    TOO_MANY
  }

  /**
   * What was found about one object.
   *
   * @param last the operation whose completion nothing explains, or at which there were too many
   *     configurations; null where all is explained
   * @param states that the object may have had before that
   * @param window the operations, that one among them, that contradict each other whatever others
   *     did; in the order of their invocations, empty if they are not known
   */
  record Verdict(Outcome outcome, @Nullable Attempt last, List<Json> states, List<Attempt> window) {
    Verdict {
      states = List.copyOf(states);
      window = List.copyOf(window);
    }

    /** The same, with a window if one is found. */
    private Verdict explained(List<Attempt> attempts, Model model) {
      return last == null || outcome != Outcome.NOT_LINEARIZABLE
          ? this
          : new Verdict(outcome, last, states, WindowSearch.of(attempts, model, last));
    }
  }

  /** How many are followed at first, and then. All can take a thousand times as long. */
  private static final List<Integer> FEW = List.of(20, 1_000);

  private final Model model;
  private final int mostConfigurations;
  private final int followed;

  /** The operations that are open, by a place that is theirs as long as they are. */
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
   * Searches.
   *
   * @param attempts that may have happened, in the order of their invocations, with values as after
   *     the operation
   * @param mostConfigurations at one time; more, and nothing is found
   */
  static Verdict of(List<Attempt> attempts, Model model, int mostConfigurations) {
    List<Json> initial = List.of(model.initial());
    for (int few : FEW) {
      Verdict ofFew =
          new Linearization(model, mostConfigurations, few, initial).follow(events(attempts));
      // What few do not explain is mostly wrong, and a window proves it much faster than all do.
      Verdict proven = ofFew.explained(attempts, model);
      if (ofFew.outcome == Outcome.LINEARIZABLE || !proven.window.isEmpty()) {
        return proven;
      }
    }
    return ofAll(attempts, model, initial, mostConfigurations).explained(attempts, model);
  }

  /** Follows all configurations, from these states on; parameters as above. */
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

  /** Keeps what explains that this operation has ended. */
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

  /** Configurations that are still to be looked at, those with the fewest operations first. */
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

  /** What only reads, and can, has happened. */
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

  /** False where an earlier operation without end would do the same. */
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

  /** Where the value is that it ended with. */
  static Operation lastOf(Attempt attempt) {
    return attempt.isOk() ? attempt.completion() : attempt.invocation();
  }
}
