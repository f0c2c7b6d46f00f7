package dev.tattle.bench;

/** Who watches a run. */
public interface RunObserver {
  /** False where only the verdict matters: keeping messages costs about 10 µs each. */
  default boolean keepsMessages() {
    return true;
  }

  /**
   * True where a run ends as soon as an invariant is broken. Maelstrom judges histories, and lets
   * nodes show what they like until the end.
   */
  default boolean endsAtBrokenInvariants() {
    return false;
  }

  /** About once a second from the first operation on. */
  void onProgress(Progress progress);

  /** A message was sent or received, and is to be logged. */
  void onLog(String line);

  /** The run is over; called once, last. */
  void onDone(TestResult result);
}
