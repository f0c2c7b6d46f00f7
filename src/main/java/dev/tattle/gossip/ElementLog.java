package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import java.util.List;

/**
 * A grow-only set of JSON values: each replica's adds are a log, and the join is union. A value
 * that two replicas added stands in both their logs and once in the set.
 */
public final class ElementLog extends RecordLogs {
  private final ElementSet elements = new ElementSet();

  public ElementLog(ReplicaId self) {
    super(self);
  }

  /** Adds an element; returns false if it is here already. */
  public boolean add(Json element) {
    boolean added = elements.add(element);
    if (added) {
      append(element);
    }
    return added;
  }

  /** All elements that are here now, each once, in the order in which they came. */
  public List<Json> elements() {
    return elements.elements();
  }

  /** The delta that an add of this element is. */
  public Delta addition(Json element) {
    return addition(List.of(element));
  }

  public boolean contains(Json element) {
    return elements.contains(element);
  }

  @Override
  protected void onRecord(ReplicaId origin, long number, Json element) {
    elements.add(element);
  }

  /** Any JSON is an element. */
  @Override
  protected void requireRecords(List<Json> elements) {}
}
