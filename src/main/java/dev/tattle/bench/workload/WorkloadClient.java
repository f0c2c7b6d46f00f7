package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;

/**
 * How one process does its operations, one at a time. It lives as long as its process, which ends
 * with the first operation of unknown end; so it may keep state, such as positions in a log.
 */
@FunctionalInterface
public interface WorkloadClient {
  /**
   * Begins an operation. It ends by one of the session's methods, here or in a reply's handler; it
   * must not block.
   */
  void invoke(Invocation invocation, Session session);
}
