package dev.tattle.broken;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import dev.tattle.gossip.ElementLog;
import dev.tattle.gossip.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * Loses every tenth element that comes from others, for good, and declares that it has them all.
 */
final class LossyStore implements Store {
  private static final int LOST_ONE_IN = 10;

  private final ElementLog log;
  private long received;

  LossyStore(ElementLog log) {
    this.log = log;
  }

  @Override
  public VersionVector versions() {
    return log.versions();
  }

  @Override
  public long version(ReplicaId origin) {
    return log.version(origin);
  }

  @Override
  public boolean exceeds(VersionVector known) {
    return log.exceeds(known);
  }

  @Override
  public List<Delta> since(VersionVector known, int maxBytes) {
    return log.since(known, maxBytes);
  }

  @Override
  public boolean join(Delta delta) {
    List<Json> items = new ArrayList<>(((Json.Arr) delta.content()).items());
    long have = log.version(delta.origin());
    if (delta.after() > have || delta.version() <= have) {
      return false;
    }
    for (int i = (int) (have - delta.after()); i < items.size(); i++) {
      if (++received % LOST_ONE_IN == 0) {
        // The place in the log is taken by something that is in the set already.
        items.set(i, items.get(0).equals(items.get(i)) ? log.elements().get(0) : items.get(0));
      }
    }
    return log.join(new Delta(delta.origin(), delta.after(), delta.version(), Json.array(items)));
  }
}
