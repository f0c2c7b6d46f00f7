package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;

/** A workload each of whose operations is one request and its reply. */
public abstract class RequestWorkload implements Workload {
  /** The request that carries out an operation, without its {@code msg_id}. */
  public abstract Body request(Setting setting, Invocation invocation);

  /** What the reply must look like that says that it happened. */
  public abstract ReplySchema reply(Invocation invocation);

  /** The value of the completed operation; the reply has the right schema. */
  public abstract Json okValue(Setting setting, Invocation invocation, Body reply);

  @Override
  public final WorkloadClient client(Setting setting) {
    return (invocation, session) ->
        session.call(
            request(setting, invocation),
            reply(invocation),
            reply -> session.ok(okValue(setting, invocation, reply)));
  }
}
