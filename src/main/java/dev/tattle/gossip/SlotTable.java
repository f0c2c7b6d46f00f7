package dev.tattle.gossip;

import dev.tattle.core.Json;
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
 * A replicated {@link Counter}: a delta is a replica's latest slot, which stands for all that came
 * before it, so no delta is ever missed and nothing but the slots is kept.
 */
public final class SlotTable implements Store {
  private final ReplicaId self;
  private Counter counter = Counter.ZERO;
  // The slots' versions, until one changes: they are looked at for each peer.
  private @Nullable VersionVector versions;

  public SlotTable(ReplicaId self) {
    this.self = self;
  }

  public Counter counter() {
    return counter;
  }

  public void add(BigInteger delta) {
    become(counter.add(self, delta));
  }

  /** Joins what was learned from elsewhere; returns true if it brought something new. */
  public boolean join(Counter other) {
    if (counter.covers(other)) {
      return false;
    }
    become(counter.join(other));
    return true;
  }

  @Override
  public ReplicaId self() {
    return self;
  }

  @Override
  public VersionVector versions() {
    if (versions == null) {
      SortedMap<ReplicaId, Long> numbers = new TreeMap<>();
      counter.slots().forEach((origin, slot) -> numbers.put(origin, slot.version()));
      versions = new VersionVector(numbers);
    }
    return versions;
  }

  @Override
  public long version(ReplicaId origin) {
    return counter.version(origin);
  }

  @Override
  public List<Delta> since(VersionVector known, int maxBytes) {
    List<Delta> deltas = new ArrayList<>();
    long bytesLeft = maxBytes;
    for (Map.Entry<ReplicaId, Counter.Slot> entry : counter.slots().entrySet()) {
      Counter.Slot slot = entry.getValue();
      boolean fits = bytesLeft > 0 || deltas.isEmpty();
      if (fits && slot.version() > known.get(entry.getKey())) {
        Json total = Json.of(slot.total());
        bytesLeft -= entry.getKey().name().length() + Weight.bytes(total);
        deltas.add(new Delta(entry.getKey(), 0, slot.version(), total));
      }
    }
    return deltas;
  }

  @Override
  public boolean join(Delta delta) {
    if (delta.after() != 0) {
      throw new IllegalArgumentException("expected a slot to begin after 0, not " + delta.after());
    }
    Counter.Slot slot = new Counter.Slot(delta.version(), Counter.integer(delta.content()));
    boolean isNew = delta.version() > counter.version(delta.origin());
    become(counter.join(delta.origin(), slot));
    return isNew;
  }

  private void become(Counter next) {
    counter = next;
    versions = null;
  }
}
