package dev.tattle.bench.load;

import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.workload.ReplySchema;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Jepsen's worker threads as values. Each carries a process that does one operation at a time
 * against its node; after an operation of unknown end, a new process with a new client goes on.
 */
public final class Workers {
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final RunContext context;
  private final Runnable afterCompletion;
  private final List<Worker> all = new ArrayList<>();
  private final List<Worker> free = new ArrayList<>();
  private final Set<NodeId> silentAtTheEnd = new LinkedHashSet<>();

  private static final class Worker {
    private long process;
    private Client client;

    Worker(long process, Client client) {
      this.process = process;
      this.client = client;
    }
  }

  /** No workers yet. */
  public Workers(RunContext context, Runnable afterCompletion) {
    this.context = context;
    this.afterCompletion = afterCompletion;
  }

  /** Opens their clients. */
  public void open() {
    for (int i = 0; i < context.options().concurrency(); i++) {
      all.add(new Worker(i, context.clients().open()));
    }
    free.addAll(all);
  }

  public boolean anyFree() {
    return !free.isEmpty();
  }

  public boolean allFree() {
    return free.size() == all.size();
  }

  boolean isFree(int worker) {
    return free.contains(all.get(worker));
  }

  /** This one, which must be free, begins the operation. */
  void invokeOn(int worker, Invocation invocation) {
    free.remove(all.get(worker));
    invoke(all.get(worker), invocation, false);
  }

  /** One that is free begins the operation; there must be one. */
  public void invokeOnAny(Invocation invocation, RandomGenerator random) {
    invoke(free.remove(random.nextInt(free.size())), invocation, false);
  }

  /** Each begins the final operation; all must be free. */
  public void invokeFinalOnAll(Invocation invocation) {
    free.clear();
    for (Worker worker : all) {
      silentAtTheEnd.add(nodeOf(worker.process));
      invoke(worker, invocation, true);
    }
  }

  /** The nodes that were asked for their final operation, and never answered. */
  public List<NodeId> silentAtTheEnd() {
    return List.copyOf(silentAtTheEnd);
  }

  private NodeId nodeOf(long process) {
    List<NodeId> nodes = context.options().nodes();
    return nodes.get((int) (process % nodes.size()));
  }

  private void invoke(Worker worker, Invocation invocation, boolean isFinal) {
    NodeId node = nodeOf(worker.process);
    Body request = context.workload().request(invocation);
    context.history().invoke(worker.process, invocation, isFinal);
    context.invariant().onInvoke(invocation);
    worker.client.call(
        node,
        request,
        TIMEOUT,
        reply -> {
          if (isFinal && reply != null) {
            silentAtTheEnd.remove(node);
          }
          complete(worker, invocation, judge(node, invocation, reply), isFinal);
        });
  }

  private Outcome judge(NodeId node, Invocation invocation, @Nullable Body reply) {
    if (reply == null) {
      return Outcome.ofTimeout(invocation, context.workload().isIdempotent(invocation.f()));
    }
    ReplySchema schema = context.workload().reply(invocation);
    String wrong = reply.type().equals("error") ? null : schema.problem(reply);
    if (wrong == null) {
      return reply.type().equals("error")
          ? Outcome.ofError(invocation, reply, context.workload().isIdempotent(invocation.f()))
          : Outcome.ok(context.workload().okValue(invocation, reply));
    }
    Body request = context.workload().request(invocation);
    context
        .problems()
        .accept(
            Problems.badReply(
                node, Problem.Kind.MALFORMED_REPLY, new Problems.Exchange(request, reply), schema));
    return Outcome.ofMalformed(invocation, wrong);
  }

  private void checkInvariant(NodeId node, Invocation invocation, Json value) {
    String wrong = context.invariant().brokenBy(invocation, value);
    if (wrong != null) {
      Json latest = HistoryCodec.toJson(context.history().latest());
      context.problems().accept(Problems.brokenInvariant(node, wrong, "operation", latest));
    }
  }

  private void complete(Worker worker, Invocation invocation, Outcome outcome, boolean isFinal) {
    context.history().complete(worker.process, invocation.f(), outcome, isFinal);
    if (outcome.type() == Operation.Type.OK) {
      checkInvariant(nodeOf(worker.process), invocation, outcome.value());
    }
    if (outcome.type() == Operation.Type.INFO) {
      worker.process += all.size();
      worker.client = context.clients().open();
    }
    free.add(worker);
    afterCompletion.run();
  }
}
