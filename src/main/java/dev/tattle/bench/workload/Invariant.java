package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What no node may show at any time, whatever faults there are: checked as a run goes, at each
 * operation, so that a simulated run can end where it is broken. It must be cheap.
 */
public interface Invariant {
  /** Holds of everything. */
  Invariant NONE =
      new Invariant() {
        @Override
        public void onInvoke(Invocation invocation) {}

        @Override
        public @Nullable String brokenBy(Invocation invocation, Json value) {
          return null;
        }
      };

  /** An operation begins. */
  void onInvoke(Invocation invocation);

  /**
   * An operation has ended ok.
   *
   * @param value that it ended with
   * @return what is wrong with it, after "n1 "; null where nothing is
   */
  @Nullable String brokenBy(Invocation invocation, Json value);

  /**
   * A node has answered a request as the schema wants, which its operation may not show.
   *
   * @return what is wrong with the reply, after "n1 "; null where nothing is
   */
  default @Nullable String brokenBy(NodeId node, Body request, Body reply) {
    return null;
  }
}
