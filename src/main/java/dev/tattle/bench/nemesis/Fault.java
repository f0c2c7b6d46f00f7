package dev.tattle.bench.nemesis;

import dev.tattle.core.Json;
import java.util.random.RandomGenerator;

/** A fault that the nemesis starts and stops in turn. */
interface Fault {
  /**
   * The history's description of a start or stop.
   *
   * @param asked the kind that was chosen
   * @param done what was done
   */
  record Act(Json asked, Json done) {}

  /**
   * Starts the fault.
   *
   * @param random the source of all draws until the fault stops
   */
  Act start(RandomGenerator random);

  /** Stops the fault; does nothing if nothing is to be stopped. */
  Act stop();
}
