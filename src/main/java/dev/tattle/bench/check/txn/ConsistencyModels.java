package dev.tattle.bench.check.txn;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Consistency models: which implies which, and which anomalies each forbids.
 *
 * <p>Most have several names. A <em>canonical</em> name is Adya's, if he has one ({@code PL-3}); a
 * <em>friendly</em> name is the common one ({@code serializable}).
 *
 * <p>Source: {@code elle.consistency-model}, and its sources: Adya (1999), Bailis et al. (2013),
 * Cerone et al. (2015), Daudjee and Salem (2004, 2006), Zuikeviciute and Pedone (2005);
 * https://jepsen.io/consistency.
 */
public final class ConsistencyModels {
  /** The model to check by default. */
  public static final String DEFAULT = "strict-serializable";

  /** Friendly and canonical names. If a model has two friendly names, the last one is shown. */
  private static final Implications CANONICAL =
      Implications.of(
          """
          consistent-view: PL-2+
          conflict-serializable: PL-3
          cursor-stability: PL-CS
          forward-consistent-view: PL-FCV
          monotonic-snapshot-read: PL-MSR
          monotonic-view: PL-2L
          read-committed: PL-2
          read-uncommitted: PL-1
          repeatable-read: PL-2.99
          serializable: PL-3
          snapshot-isolation: PL-SI
          strict-serializable: PL-SS
          strong-serializable: PL-SS
          update-serializable: PL-3U
          strong-session-read-uncommitted: strong-session-PL-1
          strong-session-read-committed: strong-session-PL-2
          strong-read-uncommitted: strong-PL-1
          strong-read-committed: strong-PL-2
          """);

  /** Stronger models, and the models that they imply. */
  private static final Implications MODELS =
      Implications.of(
          """
          causal-cerone: read-atomic
          PL-2+: PL-CS PL-2L
          PL-CS: PL-2
          PL-FCV: PL-2+
          PL-2: PL-1
          PL-3: PL-2.99 PL-3U PL-SI view-serializable
          PL-3U: PL-FCV
          monotonic-atomic-view: PL-2
          PL-2L: PL-2
          PL-MSR: PL-2
          parallel-snapshot-isolation: causal-cerone update-atomic
          prefix: causal-cerone
          read-atomic: monotonic-atomic-view
          PL-2.99: PL-CS monotonic-atomic-view
          update-atomic: read-atomic
          session-serializable: 1SR
          PL-SI: PL-FCV monotonic-atomic-view PL-MSR parallel-snapshot-isolation prefix
          PL-SS: PL-3 linearizable PL-SI strong-snapshot-isolation strong-session-serializable
          PL-SS: session-serializable
          strong-session-PL-1: PL-1
          strong-session-PL-2: PL-2 strong-session-PL-1
          strong-PL-1: strong-session-PL-1
          strong-PL-2: strong-session-PL-2 strong-PL-1
          strong-session-serializable: PL-3 strong-session-snapshot-isolation
          strong-session-snapshot-isolation: PL-SI strong-session-PL-2
          strong-snapshot-isolation: strong-session-snapshot-isolation strong-PL-2
          linearizable: sequential
          sequential: causal
          causal: writes-follow-reads PRAM
          PRAM: monotonic-reads monotonic-writes read-your-writes
          """);

  /**
   * The anomalies that each model forbids beyond weaker ones, as far as histories can show them.
   */
  private static final Implications FORBIDDEN =
      Implications.of(
          """
          causal-cerone: internal G1a
          PL-CS: G1 G-cursor lost-update
          PL-2L: G1 G-monotonic
          PL-MSR: G1 G-MSR
          PL-2+: G1 G-single
          PL-FCV: G1 G-SIb
          parallel-snapshot-isolation: internal G1a
          PL-3: G1 G2 predicate-read-miss PL-3-cycle-exists internal
          PL-2: G1 PL-2-cycle-exists
          PL-1: G0 duplicate-elements cyclic-versions never-written PL-1-cycle-exists
          prefix: internal G1a
          PL-SI: internal G1 G-SI G-nonadjacent PL-SI-cycle-exists
          read-atomic: internal G1a future-read
          PL-2.99: G1 G2-item PL-2.99-cycle-exists lost-update
          update-atomic: lost-update
          PL-SS: G1 G1c-realtime G2-realtime PL-SS-cycle-exists
          strong-session-PL-1: strong-session-PL-1-cycle-exists G0-process
          strong-session-PL-2: strong-session-PL-2-cycle-exists G1c-process
          strong-PL-1: strong-PL-1-cycle-exists G0-realtime
          strong-PL-2: strong-PL-2-cycle-exists G1c-realtime
          strong-session-snapshot-isolation: internal G1-process G-nonadjacent-process
          strong-session-snapshot-isolation: strong-session-snapshot-isolation-cycle-exists
          strong-snapshot-isolation: internal G1-realtime G-nonadjacent-realtime
          strong-snapshot-isolation: strong-snapshot-isolation-cycle-exists
          strong-session-serializable: G1-process G2-process
          strong-session-serializable: strong-session-serializable-cycle-exists
          PL-3U: G1 G-update
          """);

  private static final Map<String, String> FRIENDLY = friendlyNames();

  private ConsistencyModels() {}

  private static Map<String, String> friendlyNames() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : CANONICAL.names()) {
      CANONICAL.directlyImplied(name).forEach(canonical -> names.put(canonical, name));
    }
    return names;
  }

  /** The names of all models, friendly ones if there are any, and their canonical names. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>(MODELS.names());
    names.addAll(CANONICAL.names());
    return names;
  }

  /**
   * Parses a list of models: names separated by commas, with or without spaces around them.
   *
   * @throws IllegalArgumentException if a name is no model's; the message names it
   */
  public static Set<String> named(String list) {
    Set<String> models = new TreeSet<>();
    for (String name : list.split(",", -1)) {
      if (!names().contains(name.strip())) {
        throw new IllegalArgumentException(
            "expected consistency models, of %s; but there is '%s'"
                .formatted(String.join(", ", names()), name.strip()));
      }
      models.add(name.strip());
    }
    return models;
  }

  static String canonical(String name) {
    return CANONICAL.directlyImplied(name).stream().findFirst().orElse(name);
  }

  static String friendly(String name) {
    return FRIENDLY.getOrDefault(name, name);
  }

  private static List<String> canonical(Collection<String> names) {
    return names.stream().map(ConsistencyModels::canonical).toList();
  }

  /** True if one of these models implies another. */
  public static boolean imply(Collection<String> models, String other) {
    return MODELS.allImplied(canonical(models)).contains(canonical(other));
  }

  /** All anomalies that rule out at least one of these models. */
  static Set<String> forbiddenBy(Collection<String> models) {
    return Anomalies.allImplying(
        MODELS.allImplied(canonical(models)).stream()
            .flatMap(model -> FORBIDDEN.directlyImplied(model).stream())
            .toList());
  }

  /** These models and all stronger ones, by canonical names. */
  static Set<String> andStronger(Collection<String> models) {
    return MODELS.allImplying(canonical(models));
  }

  /** All models that these anomalies rule out, by canonical names. */
  static Set<String> ruledOutBy(Collection<String> anomalies) {
    return andStronger(
        Anomalies.allImplied(anomalies).stream()
            .flatMap(anomaly -> FORBIDDEN.directlyImplying(anomaly).stream())
            .toList());
  }

  /** The models among these that imply no other of them, by canonical names. */
  static Set<String> weakest(Set<String> models) {
    return models.stream()
        .filter(model -> isAlone(model, models, MODELS.allImplied(List.of(model))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The strongest models that are not ruled out, by friendly names. Models that no history of
   * transactions can rule out are left out.
   */
  static Set<String> strongestBut(Set<String> ruledOut) {
    Set<String> left = new TreeSet<>(MODELS.names());
    left.removeIf(model -> forbiddenBy(List.of(model)).isEmpty());
    left.removeAll(ruledOut);
    return left.stream()
        .filter(model -> isAlone(model, left, MODELS.allImplying(List.of(model))))
        .map(ConsistencyModels::friendly)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isAlone(String model, Set<String> models, Set<String> related) {
    return related.stream().noneMatch(other -> !other.equals(model) && models.contains(other));
  }

  static Set<String> friendly(Collection<String> names) {
    return names.stream()
        .map(ConsistencyModels::friendly)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
