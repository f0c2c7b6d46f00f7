package dev.tattle.bench.workload;

import dev.tattle.bench.check.AvailabilityChecker;
import java.util.Set;

/**
 * What a run is held to, beside what its workload always asks.
 *
 * @param availability how many operations must succeed
 * @param isDurable whether nodes keep on disk what they acknowledge, so that a kill excuses nothing
 * @param models the consistency models that transactions must keep; empty for what is usual
 */
public record Demands(AvailabilityChecker availability, boolean isDurable, Set<String> models) {
  /** Nothing more. */
  public static final Demands NONE = new Demands(AvailabilityChecker.NONE, false, Set.of());

  /** These demands of nodes that have a disk, or have none. */
  public Demands durable(boolean durable) {
    return new Demands(availability, durable, models);
  }
}
