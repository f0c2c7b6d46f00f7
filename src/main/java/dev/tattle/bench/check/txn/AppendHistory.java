package dev.tattle.bench.check.txn;

import dev.tattle.core.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Transactions over lists, and the order of versions. Reads show that order: each shows all appends
 * before it, in order.
 *
 * <p>Source: K. Kingsbury, P. Alvaro, <i>Elle</i> (2020), section 4; {@code elle.list-append}.
 */
final class AppendHistory implements DataOrder {
  private final List<ObservedTxn> txns;
  private final Map<Json, AppendKey> keys = new LinkedHashMap<>();

  AppendHistory(List<ObservedTxn> txns) {
    this.txns = txns;
    for (ObservedTxn txn : txns) {
      for (ObservedOp op : txn.ops()) {
        AppendKey key = keys.computeIfAbsent(op.key(), AppendKey::new);
        if (op.isWrite()) {
          key.appended(txn, op.value());
        } else {
          key.read(txn, op.value());
        }
      }
    }
    keys.values().forEach(AppendKey::settle);
  }

  Collection<AppendKey> keys() {
    return keys.values();
  }

  AppendKey key(Json key) {
    return Objects.requireNonNull(keys.get(key));
  }

  @Override
  public List<Relation> explainedFirst() {
    return List.of(Relation.WW, Relation.WR, Relation.RW, Relation.PROCESS, Relation.REALTIME);
  }

  @Override
  public void addTo(DependencyBuilder builder) {
    for (ObservedTxn txn : txns) {
      if (txn.isPossible()) {
        txn.ops().forEach(op -> add(builder, txn, op));
      }
    }
    for (AppendKey key : keys.values()) {
      builder.addAll(key.readers(key.last()), key.unread(), Relation.RW);
    }
  }

  private void add(DependencyBuilder builder, ObservedTxn txn, ObservedOp op) {
    AppendKey key = key(op.key());
    Json version = op.isWrite() ? key.before(op.value()) : AppendKey.last(op.value());
    ObservedTxn writer = version == AppendKey.INITIAL ? null : key.possibleWriter(version);
    if (writer != null && !writer.equals(txn)) {
      builder.add(writer.id(), txn.id(), (op.isWrite() ? Relation.WW : Relation.WR).bit());
    }
    if (op.isWrite() && key.isPlaced(op.value())) {
      builder.addAll(key.readers(version), List.of(txn), Relation.RW);
    }
  }

  @Override
  public @Nullable Why why(ObservedTxn from, ObservedTxn to, Relation relation) {
    for (ObservedOp op : to.ops()) {
      AppendKey key = key(op.key());
      boolean isCandidate = op.isWrite() == (relation != Relation.WR);
      Json version = op.isWrite() ? key.before(op.value()) : AppendKey.last(op.value());
      boolean holds =
          relation == Relation.RW
              ? key.readers(version).contains(from)
              : version != AppendKey.INITIAL && from.equals(key.possibleWriter(version));
      if (isCandidate && holds) {
        return new Why(relation, op.key(), version, op.isWrite() ? op.value() : version);
      }
    }
    return null;
  }
}
