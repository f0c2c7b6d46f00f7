package dev.tattle.bench;

/** Watches a run. */
public interface RunObserver {
  /** False if only the verdict matters: keeping messages costs about 10 µs each. */
  default boolean keepsMessages() {
    return true;
  }

  /**
   * True if a run ends as soon as an invariant is broken. Maelstrom judges only histories and lets
   * a run go on to its end.
   */
  default boolean endsAtBrokenInvariants() {
    return false;
  }

  /** Called about once a second from the first operation on. */
  void onProgress(Progress progress);

  /** Called for each sent or received message that is to be logged. */
  void onLog(String line);

  /** Called once, last, when the run is over. */
  void onDone(TestResult result);
}
