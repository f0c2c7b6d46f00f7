package dev.tattle.bench.check.txn;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Transactions over registers, and the known order of versions. The initial version comes first;
 * the order of others follows from what transactions did.
 *
 * <p>Source: K. Kingsbury, P. Alvaro, <i>Elle</i> (2020), section 5.2; {@code elle.rw-register}.
 */
final class RegisterHistory implements DataOrder {
  private final Map<Json, RegisterKey> keys = new LinkedHashMap<>();
  private final List<VersionCircle> circles = new ArrayList<>();

  /**
   * Versions of a register that each come before themselves.
   *
   * @param sources of their order
   */
  record VersionCircle(RegisterKey key, List<Json> versions, List<String> sources) {}

  /**
   * Reads transactions. Each of these orders adds to the order of versions, one after the other.
   */
  RegisterHistory(List<ObservedTxn> txns, List<KeyOrder> orders) {
    txns.stream().filter(ObservedTxn::isPossible).forEach(this::add);
    List<String> sources = new ArrayList<>(List.of("initial-state"));
    for (KeyOrder order : orders) {
      keys.values().forEach(order::addTo);
      sources.add(order.jsonName());
      if (haveCircles(List.copyOf(sources))) {
        // Then this order says nothing about any register, as in Elle.
        keys.values().forEach(RegisterKey::reject);
        sources.remove(order.jsonName());
      } else {
        keys.values().forEach(RegisterKey::accept);
      }
    }
  }

  private boolean haveCircles(List<String> sources) {
    int before = circles.size();
    for (RegisterKey key : keys.values()) {
      key.circles().forEach(versions -> circles.add(new VersionCircle(key, versions, sources)));
    }
    return circles.size() > before;
  }

  private void add(ObservedTxn txn) {
    Map<Json, Json> reads = txn.isOk() ? txn.externalReads() : Map.of();
    Map<Json, Json> writes = txn.externalWrites();
    Set<Json> used = new LinkedHashSet<>(reads.keySet());
    used.addAll(writes.keySet());
    for (Json name : used) {
      RegisterKey key = keys.computeIfAbsent(name, RegisterKey::new);
      Json read = reads.get(name);
      Json written = writes.get(name);
      Json first = read != null ? read : Objects.requireNonNull(written);
      Json last = written != null ? written : first;
      key.used(new RegisterKey.Use(txn, read != null, written != null, first, last));
    }
  }

  Collection<RegisterKey> keys() {
    return keys.values();
  }

  /** The versions that each come before themselves. */
  List<VersionCircle> circles() {
    return circles;
  }

  @Override
  public List<Relation> explainedFirst() {
    return List.of(Relation.WR, Relation.WW, Relation.RW, Relation.PROCESS, Relation.REALTIME);
  }

  @Override
  public void addTo(DependencyBuilder builder) {
    keys.values().forEach(key -> key.addTo(builder));
  }

  @Override
  public @Nullable Why why(ObservedTxn from, ObservedTxn to, Relation relation) {
    Map<Json, Json> first = relation == Relation.RW ? from.externalReads() : from.externalWrites();
    Map<Json, Json> second = relation == Relation.WR ? to.externalReads() : to.externalWrites();
    for (Map.Entry<Json, Json> entry : first.entrySet()) {
      Json before = entry.getValue();
      Json after = second.get(entry.getKey());
      if (after != null
          && (relation == Relation.WR
              ? after.equals(before)
              : Objects.requireNonNull(keys.get(entry.getKey())).isBefore(before, after))) {
        return new Why(relation, entry.getKey(), before, after);
      }
    }
    return null;
  }
}
