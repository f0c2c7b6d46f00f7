package dev.tattle.bench.check.txn;

import dev.tattle.core.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Transactions over registers, and the order of versions that is known: the initial one comes
 * first, and what a transaction wrote comes after what it had read of the same register. Only
 * transactions that ended ok say anything.
 *
 * <p>Source: K. Kingsbury, P. Alvaro, <i>Elle</i> (2020), section 5.2; {@code elle.rw-register}
 * with {@code :wfr-keys?}, as in Maelstrom.
 */
final class RegisterHistory implements DataOrder {
  private final Map<Json, RegisterKey> keys = new LinkedHashMap<>();
  private final Map<Json, List<List<Json>>> circles = new LinkedHashMap<>();

  RegisterHistory(List<ObservedTxn> txns) {
    txns.stream().filter(ObservedTxn::isOk).forEach(this::add);
    for (RegisterKey key : keys.values()) {
      List<List<Json>> found = key.circles();
      if (!found.isEmpty()) {
        circles.put(key.key(), found);
      }
    }
    // Then reads and writes of one transaction do not tell the order: of no register, as in Elle.
    if (!circles.isEmpty()) {
      keys.values().forEach(RegisterKey::forgetOrder);
    }
  }

  private void add(ObservedTxn txn) {
    Map<Json, Json> reads = txn.externalReads();
    Map<Json, Json> writes = txn.externalWrites();
    reads.forEach((key, version) -> key(key).read(txn, version));
    writes.forEach(
        (name, version) -> {
          RegisterKey key = key(name);
          key.written(txn, version);
          Json before = reads.getOrDefault(name, Json.NULL);
          if (!before.equals(Json.NULL)) {
            key.follows(before, version);
          }
        });
  }

  RegisterKey key(Json key) {
    return keys.computeIfAbsent(key, RegisterKey::new);
  }

  Collection<RegisterKey> keys() {
    return keys.values();
  }

  /** Circles of versions, by register. */
  Map<Json, List<List<Json>>> circles() {
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
