package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import java.util.List;

/**
 * A grow-only set of JSON values. Each replica's adds form a log, and the join is the union. A
 * value that two replicas added is in both logs and once in the set.
 */
public final class ElementLog extends RecordLogs {
  private final ElementSet elements = new ElementSet();

  /** Makes an empty set, to which this node adds as {@code self}. */
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

  /**
   * All elements in the set now, each once, in the order in which they came. The list does not
   * change when more are added.
   */
  public List<Json> elements() {
    return elements.elements();
  }

  /** The delta that adds this element. */
  public Delta addition(Json element) {
    return addition(List.of(element));
  }

  /** True if the element is in the set. */
  public boolean contains(Json element) {
    return elements.contains(element);
  }

  @Override
  protected void onRecord(ReplicaId origin, long number, Json element) {
    elements.add(element);
  }

  /** Accepts all records: any JSON value can be an element. */
  @Override
  protected void requireRecords(List<Json> elements) {}
}
