package dev.tattle.bench;

/** What has clients begin operations. */
interface Load {
  void start();

  /** A worker that was busy may be free. */
  void retry();

  /** For good. */
  void stop();
}
