package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;

/** A workload in which each operation is one request and its reply. */
public abstract class RequestWorkload implements Workload {
  /** The request that carries out an operation, without its {@code msg_id}. */
  public abstract Body request(Setting setting, Invocation invocation);

  /** The schema of the reply that says that the operation happened. */
  public abstract ReplySchema reply(Invocation invocation);

  /** The value of the completed operation. The reply matches its schema. */
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
