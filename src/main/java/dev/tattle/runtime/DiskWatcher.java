package dev.tattle.runtime;

/**
 * Receives news of a node's disk: how long writes take, and when they fail.
 *
 * <p>Thread rule: the node's thread calls it.
 */
public interface DiskWatcher {
  /** Ignores all news. */
  DiskWatcher NONE =
      new DiskWatcher() {
        @Override
        public void onKept(long nanos) {}

        @Override
        public void onFailing(boolean isFailing) {}
      };

  /** Called after records were written, and synced if they are synced at once. */
  void onKept(long nanos);

  /** Called when writing to the disk begins to fail, and when it works again. */
  void onFailing(boolean isFailing);
}
