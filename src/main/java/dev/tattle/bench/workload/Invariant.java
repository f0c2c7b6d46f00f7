package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A condition that must hold at all times, whatever the faults. A simulated run checks it at each
 * operation, so that the run can end where it is broken. The check must be cheap.
 */
public interface Invariant {
  /** Always holds. */
  Invariant NONE =
      new Invariant() {
        @Override
        public void onInvoke(Invocation invocation) {}

        @Override
        public @Nullable String brokenBy(Invocation invocation, Json value) {
          return null;
        }
      };

  /** Handles the start of an operation. */
  void onInvoke(Invocation invocation);

  /**
   * Handles an operation that ended ok.
   *
   * @param value that it ended with
   * @return what is wrong with the value, as text after "n1 "; null if nothing is
   */
  @Nullable String brokenBy(Invocation invocation, Json value);

  /**
   * Handles a node's reply to a request; the reply matches its schema. This sees replies that the
   * value of an operation may not show.
   *
   * @return what is wrong with the reply, as text after "n1 "; null if nothing is
   */
  default @Nullable String brokenBy(NodeId node, Body request, Body reply) {
    return null;
  }
}
