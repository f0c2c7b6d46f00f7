package dev.tattle.runtime.cluster.http;

/** Tells whether a load balancer should send requests to this node. */
@FunctionalInterface
public interface Readiness {
  /** Says why not; empty if it should. */
  String problem();
}
