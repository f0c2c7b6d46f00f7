package dev.tattle.runtime.cluster.node;

import dev.tattle.core.Json;
import dev.tattle.runtime.DiskWatcher;

/**
 * Measures how a node's disk performs.
 *
 * <p>Thread rule: for all threads.
 */
public final class DiskHealth implements DiskWatcher {
  private final Latencies latencies;
  private volatile boolean isFailing;

  /**
   * Starts without measurements.
   *
   * @param labels the labels of its series: names and values in turn
   */
  public DiskHealth(Metrics metrics, String... labels) {
    latencies =
        metrics.latencies(
            "tattle_disk_write_duration_seconds",
            "Until records were on the disk: written, and synced if they are synced at once.",
            labels);
    metrics.gauge(
        "tattle_disk_failing",
        "1 while the disk can't be written.",
        () -> isFailing ? 1 : 0,
        labels);
  }

  @Override
  public void onKept(long nanos) {
    latencies.add(nanos);
  }

  @Override
  public void onFailing(boolean failing) {
    isFailing = failing;
  }

  /** Writes the measurements as JSON, for people and programs. */
  public Json toJson() {
    return Json.object("failing", Json.of(isFailing), "writes", latencies.toJson());
  }
}
