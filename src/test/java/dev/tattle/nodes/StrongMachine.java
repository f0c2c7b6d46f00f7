package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.raft.Machine;

/** The state machine that {@link StrongCounterNode} replicates, for other engines. */
public final class StrongMachine {
  private StrongMachine() {}

  public static Machine create() {
    return new StrongCounters(
        StrongLimits.DEFAULT, new StrongNames(new dev.tattle.core.FakeEnvironment("n0")));
  }

  /** The command that a write becomes. */
  public static Json command(Body write) {
    return StrongRequests.command(write);
  }
}
