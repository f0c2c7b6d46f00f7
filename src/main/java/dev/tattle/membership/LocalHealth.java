package dev.tattle.membership;

import java.time.Duration;

/**
 * Measures how well this node itself keeps up: the local health multiplier of Lifeguard (section
 * IV.A). To a slow node all others seem slow, so it gives them more time.
 */
final class LocalHealth {
  private final int worst;
  private int score;

  /** Begins with a healthy node. */
  LocalHealth(int worst) {
    this.worst = worst;
  }

  /** The score: 0 for a healthy node, up to the worst. */
  int score() {
    return score;
  }

  void better() {
    score = Math.max(0, score - 1);
  }

  void worse(int by) {
    score = Math.min(worst, score + by);
  }

  Duration scale(Duration time) {
    return time.multipliedBy(score + 1);
  }
}
