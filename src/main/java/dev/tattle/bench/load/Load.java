package dev.tattle.bench.load;

/** Makes clients begin operations. */
public interface Load {
  void start();

  /** Tries again, because a busy worker may be free now. */
  void retry();

  /** Stops for good. */
  void stop();
}
