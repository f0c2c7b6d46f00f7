package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.List;

/**
 * What a group replicates: a deterministic state machine. All nodes of the group apply the same
 * commands in the same order, so that all have the same state.
 *
 * <p>Thread rule: as for all cores, one thread.
 */
public interface Machine {
  /**
   * Changes the state. It never fails: what can't be done is a result too.
   *
   * @return the result, which is kept until the client has it
   */
  Json apply(Json command);

  /** What the client is told whose request became a command with this result. */
  Body reply(Body request, Json result);

  /**
   * Answers a request that changes nothing. The state has all that was done before the request.
   *
   * @throws dev.tattle.core.RequestException where the answer is an error
   */
  Body read(Body request);

  /** The state in parts, each small enough for a message. */
  List<Json> snapshot();

  /** These parts take the place of the state. */
  void restore(List<Json> parts);
}
