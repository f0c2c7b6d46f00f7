package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.StrongComponents;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a history shows about one register: the writers and readers of each version, and
 * the order of versions. The initial version, {@link Json#NULL}, comes before all others.
 */
final class RegisterKey {
  private final Json key;
  private final Map<Json, List<ObservedTxn>> writers = new LinkedHashMap<>();
  private final Map<Json, List<ObservedTxn>> readers = new LinkedHashMap<>();

  private final List<Use> uses = new ArrayList<>();

  /** The versions that come after each version; without the initial one. */
  private final Map<Json, Set<Json>> later = new LinkedHashMap<>();

  /** Proposed orders, until it is known whether they form a circle. */
  private final Map<Json, Set<Json>> proposed = new LinkedHashMap<>();

  /**
   * A transaction's use of the register.
   *
   * @param first the version that it read, if it reads, else the one that it wrote
   * @param last the version that it wrote, if it writes, else the one that it read
   */
  record Use(ObservedTxn txn, boolean reads, boolean writes, Json first, Json last) {
    /** The first version with information: the initial one has none if others follow. */
    Json firstKnown() {
      return first.equals(Json.NULL) ? last : first;
    }
  }

  RegisterKey(Json key) {
    this.key = key;
  }

  Json key() {
    return key;
  }

  void used(Use use) {
    uses.add(use);
    if (use.txn.isOk() && use.reads) {
      readers.computeIfAbsent(use.first, absent -> new ArrayList<>(2)).add(use.txn);
    }
    if (use.txn.isOk() && use.writes) {
      writers.computeIfAbsent(use.last, absent -> new ArrayList<>(1)).add(use.txn);
    }
  }

  /** The uses by transactions that ended ok or have written, in the order of their completions. */
  List<Use> uses() {
    return uses;
  }

  /** Proposes that one version came before another. */
  void propose(Json before, Json after) {
    boolean isKnown = before.equals(Json.NULL) && !after.equals(Json.NULL);
    if (!isKnown) {
      proposed.computeIfAbsent(before, absent -> new LinkedHashSet<>(2)).add(after);
    }
  }

  /** Adds the proposed order to the known one. */
  void accept() {
    proposed.forEach(
        (before, after) ->
            later.computeIfAbsent(before, absent -> new LinkedHashSet<>(2)).addAll(after));
    proposed.clear();
  }

  /** Forgets the proposed order. */
  void reject() {
    proposed.clear();
  }

  /** The transactions that wrote a version and ended ok. */
  List<ObservedTxn> writers(Json version) {
    return writers.getOrDefault(version, List.of());
  }

  /** The transactions whose first use of the register read this version. */
  List<ObservedTxn> readers(Json version) {
    return readers.getOrDefault(version, List.of());
  }

  Map<Json, List<ObservedTxn>> versionsRead() {
    return readers;
  }

  boolean isBefore(Json version, Json other) {
    return version.equals(Json.NULL)
        ? !other.equals(Json.NULL)
        : later.getOrDefault(version, Set.of()).contains(other);
  }

  /** Versions that each come before themselves, by way of others, if all proposals are true. */
  List<List<Json>> circles() {
    List<Json> versions = new ArrayList<>();
    Map<Json, Integer> places = new LinkedHashMap<>();
    for (Map<Json, Set<Json>> orders : List.of(later, proposed)) {
      orders.forEach(
          (before, after) -> {
            number(before, places, versions);
            after.forEach(version -> number(version, places, versions));
          });
    }
    List<List<Integer>> edges = new ArrayList<>();
    for (Json version : versions) {
      Set<Json> after = new LinkedHashSet<>(later.getOrDefault(version, Set.of()));
      after.addAll(proposed.getOrDefault(version, Set.of()));
      if (version.equals(Json.NULL)) {
        after.addAll(versions);
      }
      edges.add(after.stream().map(places::get).toList());
    }
    return StrongComponents.of(edges).stream()
        .map(circle -> circle.stream().sorted().map(versions::get).toList())
        .toList();
  }

  private static void number(Json version, Map<Json, Integer> places, List<Json> versions) {
    if (places.putIfAbsent(version, versions.size()) == null) {
      versions.add(version);
    }
  }

  /** Adds the dependencies that follow from the order of versions and from the reads. */
  void addTo(DependencyBuilder builder) {
    readers.forEach(
        (version, by) -> {
          for (ObservedTxn writer : writers(version)) {
            // A transaction that reads its own later write depends on itself, as in Elle.
            by.forEach(reader -> builder.add(writer.id(), reader.id(), Relation.WR.bit()));
          }
        });
    Set<Json> written = new LinkedHashSet<>(writers.keySet());
    written.remove(Json.NULL);
    addOverwritten(builder, Json.NULL, written);
    later.forEach((before, after) -> addOverwritten(builder, before, after));
  }

  private void addOverwritten(DependencyBuilder builder, Json before, Set<Json> after) {
    List<ObservedTxn> overwriters =
        after.stream().flatMap(version -> writers(version).stream()).distinct().toList();
    if (overwriters.stream().anyMatch(txn -> before.equals(txn.externalReads().get(key)))) {
      builder.touch();
    }
    builder.addAll(writers(before), overwriters, Relation.WW);
    builder.addAll(readers(before), overwriters, Relation.RW);
  }
}
