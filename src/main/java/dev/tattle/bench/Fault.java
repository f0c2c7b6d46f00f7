package dev.tattle.bench;

import dev.tattle.core.Json;

/** A fault that can be started and stopped, by turns. */
interface Fault {
  /**
   * What an act was, for the history.
   *
   * @param asked what kind of it was chosen
   * @param done what was done
   */
  record Act(Json asked, Json done) {}

  Act start();

  /** Heals; does nothing where there is nothing to heal. */
  Act stop();
}
