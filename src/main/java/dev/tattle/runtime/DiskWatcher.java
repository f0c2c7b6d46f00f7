package dev.tattle.runtime;

/**
 * Hears how the disk does.
 *
 * <p>Thread rule: the node's thread calls.
 */
public interface DiskWatcher {
  /** Hears nothing. */
  DiskWatcher NONE =
      new DiskWatcher() {
        @Override
        public void onKept(long nanos) {}

        @Override
        public void onFailing(boolean isFailing) {}
      };

  /** Records are on the disk: written, and synced if they are synced at once. */
  void onKept(long nanos);

  /** The disk can't be written any more, or can be again. */
  void onFailing(boolean isFailing);
}
