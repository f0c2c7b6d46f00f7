package dev.tattle.runtime.cluster.http;

/** Whether requests should be sent here. */
@FunctionalInterface
public interface Readiness {
  /** Why not; empty where they should. */
  String problem();
}
