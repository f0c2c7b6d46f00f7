package dev.tattle.bench.load;

/** What has clients begin operations. */
public interface Load {
  void start();

  /** A worker that was busy may be free. */
  void retry();

  /** For good. */
  void stop();
}
