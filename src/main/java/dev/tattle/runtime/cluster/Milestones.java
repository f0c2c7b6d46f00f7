package dev.tattle.runtime.cluster;

import dev.tattle.runtime.Log;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Logs the stages of a program on the network, from its start to its stop.
 *
 * <p>Thread rule: for all threads.
 */
record Milestones(Log log) {
  /** Logs that a node listens. */
  void started(String url, String address, ClusterOptions options) {
    Path folder = options.runtime().dataFolder();
    String data = folder == null ? "none" : folder.toString();
    String cluster = options.cluster();
    String text =
        folder == null
            ? "serves clients at %s and other nodes of cluster '%s' at %s; keeps nothing on disk"
            : "serves clients at %s and other nodes of cluster '%s' at %s; keeps its data in %s";
    log.event(
        Log.Level.INFO,
        "started",
        text.formatted(url, cluster, address, data),
        "clients",
        url,
        "address",
        address,
        "cluster",
        cluster,
        "data",
        data);
  }

  /** Logs that a discovery server listens. */
  void started(String url) {
    log.event(Log.Level.INFO, "started", "lists nodes at " + url, "clients", url);
  }

  void ready() {
    log.event(Log.Level.INFO, "ready", "ready for requests");
  }

  void startFailed(Object why) {
    log.event(Log.Level.ERROR, "start-failed", "the node does not start: " + why);
  }

  void leaving() {
    log.event(Log.Level.INFO, "leaving", "leaving the cluster for good: handing over all data");
  }

  void left() {
    String text = "another node has all data; telling the other nodes";
    log.event(Log.Level.INFO, "handed-over", text);
  }

  void stays(String why) {
    log.event(Log.Level.WARN, "stays", "does not leave: " + why);
  }

  void stopping() {
    log.event(Log.Level.INFO, "stopping", "stopping: finishing requests in progress");
  }

  /**
   * Logs that the program has stopped.
   *
   * @param isWhole false if some work was not finished in time
   */
  void stopped(boolean isWhole, Duration taken) {
    long millis = taken.toMillis();
    String text = "stopped after " + millis + " ms";
    if (isWhole) {
      log.event(Log.Level.INFO, "stopped", text, "millis", millis);
    } else {
      String late = text + ", with requests still in progress";
      log.event(Log.Level.WARN, "stopped", late, "millis", millis);
    }
    log.end();
  }
}
