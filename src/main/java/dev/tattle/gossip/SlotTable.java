package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import dev.tattle.crdt.Counter;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store that replicates a {@link Counter}. A delta is a replica's latest slot, which includes all
 * earlier ones. So there are no gaps, and the store keeps only the slots.
 *
 * <p>Unlike the counter, it changes in place and keeps the sum, so that neither an add nor a read
 * visits all slots.
 */
public final class SlotTable implements Store {
  private final ReplicaId self;
  private final SortedMap<ReplicaId, Counter.Slot> slots = new TreeMap<>();
  private BigInteger value = BigInteger.ZERO;
  // Both are kept until a slot changes, because the versions are read for each peer.
  private @Nullable Counter counter;
  private @Nullable VersionVector versions;

  /** Makes a table of 0, to which this node adds as {@code self}. */
  public SlotTable(ReplicaId self) {
    this.self = self;
  }

  /** The sum of all slots. */
  public BigInteger value() {
    return value;
  }

  /** The present state, as a value. */
  public Counter counter() {
    if (counter == null) {
      counter = new Counter(new TreeMap<>(slots));
    }
    return counter;
  }

  /** The delta that adds this number. */
  public Delta addition(BigInteger delta) {
    return delta(self, slot(self).plus(delta));
  }

  /** Adds to this replica's slot. */
  public void add(BigInteger delta) {
    put(self, slot(self).plus(delta));
  }

  /** The deltas that the other counter has and this table lacks. */
  public List<Delta> lacking(Counter other) {
    List<Delta> deltas = new ArrayList<>();
    for (Map.Entry<ReplicaId, Counter.Slot> entry : other.slots().entrySet()) {
      if (entry.getValue().version() > version(entry.getKey())) {
        deltas.add(delta(entry.getKey(), entry.getValue()));
      }
    }
    return deltas;
  }

  @Override
  public ReplicaId self() {
    return self;
  }

  @Override
  public VersionVector versions() {
    if (versions == null) {
      VersionVector.Builder numbers = new VersionVector.Builder(slots.size());
      slots.forEach((origin, slot) -> numbers.put(origin, slot.version()));
      versions = numbers.build();
    }
    return versions;
  }

  @Override
  public long version(ReplicaId origin) {
    return slot(origin).version();
  }

  @Override
  public List<Delta> since(VersionVector known, int maxBytes) {
    List<Delta> deltas = new ArrayList<>();
    long bytesLeft = maxBytes;
    for (Map.Entry<ReplicaId, Counter.Slot> entry : slots.entrySet()) {
      Counter.Slot slot = entry.getValue();
      boolean fits = bytesLeft > 0 || deltas.isEmpty();
      if (fits && slot.version() > known.get(entry.getKey())) {
        Delta delta = delta(entry.getKey(), slot);
        bytesLeft -= entry.getKey().name().length() + Weight.bytes(delta.content());
        deltas.add(delta);
      }
    }
    return deltas;
  }

  @Override
  public boolean deltasReplaceEarlier() {
    return true;
  }

  @Override
  public boolean isNews(Delta delta) {
    return slot(delta).version() > version(delta.origin());
  }

  @Override
  public boolean join(Delta delta) {
    Counter.Slot slot = slot(delta);
    boolean isNew = slot.version() > version(delta.origin());
    if (isNew) {
      put(delta.origin(), slot);
    }
    return isNew;
  }

  private static Delta delta(ReplicaId origin, Counter.Slot slot) {
    return new Delta(origin, 0, slot.version(), Json.of(slot.total()));
  }

  private static Counter.Slot slot(Delta delta) {
    if (delta.after() != 0) {
      throw new IllegalArgumentException("expected a slot to begin after 0, not " + delta.after());
    }
    return new Counter.Slot(delta.version(), Counter.integer(delta.content()));
  }

  private Counter.Slot slot(ReplicaId origin) {
    return slots.getOrDefault(origin, Counter.Slot.NONE);
  }

  private void put(ReplicaId origin, Counter.Slot slot) {
    value = value.add(slot.total()).subtract(slot(origin).total());
    slots.put(origin, slot);
    counter = null;
    versions = null;
  }
}
