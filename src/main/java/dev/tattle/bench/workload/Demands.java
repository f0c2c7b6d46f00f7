package dev.tattle.bench.workload;

import dev.tattle.bench.check.AvailabilityChecker;
import java.util.Set;

/**
 * The demands on a run beyond those of its workload.
 *
 * @param availability the fraction of operations that must end ok
 * @param isDurable whether nodes keep on disk what they acknowledge, so that a kill excuses nothing
 * @param models the consistency models that transactions must satisfy; empty for the default
 */
public record Demands(AvailabilityChecker availability, boolean isDurable, Set<String> models) {
  /** No further demands. */
  public static final Demands NONE = new Demands(AvailabilityChecker.NONE, false, Set.of());

  /** Returns these demands for nodes with or without a disk. */
  public Demands durable(boolean durable) {
    return new Demands(availability, durable, models);
  }
}
