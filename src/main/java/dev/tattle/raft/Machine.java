package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.List;

/**
 * A deterministic state machine that a group replicates. All nodes of the group apply the same
 * commands in the same order, so all have the same state.
 *
 * <p>Thread rule: as for all cores, one thread.
 */
public interface Machine {
  /**
   * Applies a command to the state. It never throws: if the command cannot be carried out, the
   * result says so.
   *
   * @return the result, which the group keeps until the client has it
   */
  Json apply(Json command);

  /** Makes the reply to the client whose request became a command with this result. */
  Body reply(Body request, Json result);

  /**
   * Answers a request that changes nothing. The state includes all that was done before the
   * request.
   *
   * @throws dev.tattle.core.RequestException if the answer is an error
   */
  Body read(Body request);

  /** Returns the state in parts, each small enough for a message; see {@link SnapshotParts}. */
  List<Json> snapshot();

  /** Replaces the state with the one of these parts. */
  void restore(List<Json> parts);
}
