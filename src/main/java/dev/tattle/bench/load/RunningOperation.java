package dev.tattle.bench.load;

import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.workload.ReplySchema;
import dev.tattle.bench.workload.Session;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.wire.MessageCodec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An open operation. It judges replies as Maelstrom does, and ends once. */
final class RunningOperation implements Session {
  private final RunContext context;
  private final Client client;
  private final NodeId node;
  private final Invocation invocation;
  private final Listener listener;
  private int calls;
  private boolean hasEnded;

  /** Hears of the operation. */
  interface Listener {
    void onRequest();

    /** The node answered, in any way. */
    void onReply();

    void onEnd(Outcome outcome);
  }

  RunningOperation(
      RunContext context, Client client, NodeId node, Invocation invocation, Listener listener) {
    this.context = context;
    this.client = client;
    this.node = node;
    this.invocation = invocation;
    this.listener = listener;
  }

  @Override
  public NodeId node() {
    return node;
  }

  @Override
  public void call(Body request, ReplySchema reply, Consumer<Body> onReply) {
    call(request, reply, onReply, this::end);
  }

  @Override
  public void call(
      Body request, ReplySchema schema, Consumer<Body> onReply, Consumer<Outcome> onFailure) {
    if (hasEnded) {
      throw new IllegalStateException("the operation has ended: " + invocation);
    }
    calls++;
    listener.onRequest();
    client.call(
        node,
        request,
        context.workload().timeout(context.options().latency().mean()),
        reply -> {
          if (reply != null) {
            listener.onReply();
          }
          Outcome failure = failure(request, schema, reply);
          if (failure != null) {
            onFailure.accept(failure);
          } else if (reply != null) {
            checkInvariant(request, reply);
            onReply.accept(reply);
          }
        });
  }

  @Override
  public void ok(Json value) {
    end(Outcome.ok(value));
  }

  @Override
  public void end(Outcome outcome) {
    if (hasEnded) {
      throw new IllegalStateException("the operation has ended before: " + invocation);
    }
    hasEnded = true;
    listener.onEnd(outcome);
  }

  /** The outcome of a reply that ends the operation; null if it matches the schema. */
  private @Nullable Outcome failure(Body request, ReplySchema schema, @Nullable Body reply) {
    boolean trustsErrors = !context.asMaelstrom() || context.workload().trustsErrors();
    boolean isIdempotent = trustsErrors && context.workload().isIdempotent(invocation.f());
    if (reply == null) {
      return Outcome.ofTimeout(invocation, isIdempotent);
    }
    if (reply.type().equals("error")) {
      Outcome error = Outcome.ofError(invocation, reply, isIdempotent);
      if (!(reply.fields().get("code") instanceof Json.Int)) {
        tellMalformed(request, reply, ReplySchema.ERROR);
      }
      // An earlier request may have changed something.
      return trustsErrors && (calls == 1 || isIdempotent)
          ? error
          : new Outcome(Operation.Type.INFO, error.value(), error.error());
    }
    String wrong = schema.problem(reply);
    if (wrong == null) {
      return null;
    }
    tellMalformed(request, reply, schema);
    return Outcome.ofMalformed(invocation, wrong);
  }

  private void checkInvariant(Body request, Body reply) {
    String wrong = context.invariant().brokenBy(node, request, reply);
    if (wrong != null) {
      context
          .problems()
          .accept(Problems.brokenInvariant(node, wrong, "reply", MessageCodec.toJson(reply)));
    }
  }

  private void tellMalformed(Body request, Body reply, ReplySchema schema) {
    Problems.Exchange exchange = new Problems.Exchange(request, reply);
    context
        .problems()
        .accept(Problems.badReply(node, Problem.Kind.MALFORMED_REPLY, exchange, schema));
  }
}
