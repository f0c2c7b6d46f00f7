package dev.tattle.membership;

import java.time.Duration;

/**
 * How well this node itself keeps up: the local health multiplier of Lifeguard (section IV.A). A
 * node that is slow would find all others slow, so it gives them more time.
 */
final class LocalHealth {
  private final int worst;
  private int score;

  /** Well, at first. */
  LocalHealth(int worst) {
    this.worst = worst;
  }

  /** 0 where it is well. */
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
