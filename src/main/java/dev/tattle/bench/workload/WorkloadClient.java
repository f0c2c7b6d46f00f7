package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;

/**
 * Does the operations of one process, one at a time. It lives as long as its process, which ends
 * with the first operation whose outcome is unknown. So a client may keep state, such as positions
 * in a log.
 */
@FunctionalInterface
public interface WorkloadClient {
  /**
   * Begins an operation. It must not block. One of the session's methods ends the operation, either
   * here or in the handler of a reply.
   */
  void invoke(Invocation invocation, Session session);
}
