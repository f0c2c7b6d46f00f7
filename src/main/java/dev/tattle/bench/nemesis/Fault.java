package dev.tattle.bench.nemesis;

import dev.tattle.core.Json;
import java.util.random.RandomGenerator;

/** A fault that can be started and stopped, by turns. */
interface Fault {
  /**
   * What an act was, for the history.
   *
   * @param asked what kind of it was chosen
   * @param done what was done
   */
  record Act(Json asked, Json done) {}

  /**
   * Starts.
   *
   * @param random that all draws come from until it stops
   */
  Act start(RandomGenerator random);

  /** Heals; does nothing where there is nothing to heal. */
  Act stop();
}
