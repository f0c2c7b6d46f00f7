package dev.tattle.bench.load;

import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.bench.workload.Generator;
import dev.tattle.bench.workload.WorkloadClient;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Jepsen's worker threads, as values. Each runs a process that does one operation at a time at its
 * node. After an operation of unknown outcome, a new process with a new client takes over.
 */
public final class Workers {
  /** The time after which a final phase ends, even if operations are left. */
  private static final long MOST_FINAL_NANOS = Duration.ofMinutes(1).toNanos();

  private static final long PENDING_NANOS = Duration.ofMillis(100).toNanos();

  private final RunContext context;
  private final Generator generator;
  private final Supplier<WorkloadClient> clients;
  private final Runnable afterCompletion;
  private final List<Worker> all = new ArrayList<>();
  private final List<Worker> free = new ArrayList<>();
  private final Set<NodeId> askedAtTheEnd = new LinkedHashSet<>();
  private final Set<NodeId> heardAtTheEnd = new LinkedHashSet<>();
  private long finalNanos;

  private static final class Worker {
    private long process;
    private Client client;
    private WorkloadClient logic;
    private @Nullable Generator last;

    Worker(long process, Client client, WorkloadClient logic) {
      this.process = process;
      this.client = client;
      this.logic = logic;
    }
  }

  /**
   * Makes a group without workers so far.
   *
   * @param generator hears how each operation ended
   */
  public Workers(RunContext context, Generator generator, Runnable afterCompletion) {
    this.context = context;
    this.generator = generator;
    clients = context.workload().clients(context.setting());
    this.afterCompletion = afterCompletion;
  }

  /** Opens the workers' clients. */
  public void open() {
    for (int i = 0; i < context.options().concurrency(); i++) {
      all.add(new Worker(i, context.clients().open(), clients.get()));
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

  /** Begins the operation at this worker, which must be free. */
  public void invokeOn(int worker, Invocation invocation) {
    free.remove(all.get(worker));
    invoke(all.get(worker), invocation, false);
  }

  /** Draws a free worker; there must be one. */
  public int anyFree(RandomGenerator random) {
    if (!context.options().likeMaelstrom()) {
      return all.indexOf(free.get(random.nextInt(free.size())));
    }
    // Jepsen draws among the workers and the nemesis, and takes the next free one: often the first.
    int worker = random.nextInt(all.size() + 1) % all.size();
    while (!isFree(worker)) {
      worker = (worker + 1) % all.size();
    }
    return worker;
  }

  /** The turn of this worker. */
  public Generator.Turn turn(int worker) {
    return new Generator.Turn(context.history().elapsedNanos(), worker, all.get(worker).process);
  }

  /**
   * Runs the final phase: each worker follows its own generator until that is done. All must be
   * free.
   *
   * @param last a generator for each worker
   */
  public void finish(List<Generator> last) {
    finalNanos = context.scheduler().nowNanos();
    free.clear();
    for (int i = 0; i < all.size(); i++) {
      Worker worker = all.get(i);
      worker.last = last.get(i);
      doNext(worker, last.get(i));
    }
  }

  private void doNext(Worker worker, Generator last) {
    boolean isOver = context.scheduler().nowNanos() - finalNanos > MOST_FINAL_NANOS;
    Generator.Next next = isOver ? Generator.Idle.DONE : last.next(turn(all.indexOf(worker)));
    if (next instanceof Generator.Do operation) {
      invoke(worker, operation.invocation(), true);
    } else if (next == Generator.Idle.PENDING) {
      context.scheduler().after(PENDING_NANOS, () -> doNext(worker, last));
    } else {
      free.add(worker);
      afterCompletion.run();
    }
  }

  /** The nodes that got final operations and never answered. */
  public List<NodeId> silentAtTheEnd() {
    return askedAtTheEnd.stream().filter(node -> !heardAtTheEnd.contains(node)).toList();
  }

  private NodeId nodeOf(long process) {
    List<NodeId> nodes = context.options().nodes();
    return nodes.get((int) (process % nodes.size()));
  }

  private void invoke(Worker worker, Invocation invocation, boolean isFinal) {
    NodeId node = nodeOf(worker.process);
    context.history().invoke(worker.process, invocation, isFinal);
    context.invariant().onInvoke(invocation);
    RunningOperation.Listener listener =
        new RunningOperation.Listener() {
          @Override
          public void onRequest() {
            if (isFinal) {
              askedAtTheEnd.add(node);
            }
          }

          @Override
          public void onReply() {
            if (isFinal) {
              heardAtTheEnd.add(node);
            }
          }

          @Override
          public void onEnd(Outcome outcome) {
            complete(worker, invocation, outcome, isFinal);
          }
        };
    worker.logic.invoke(
        invocation, new RunningOperation(context, worker.client, node, invocation, listener));
  }

  private void checkInvariant(NodeId node, Invocation invocation, Json value) {
    String wrong = context.invariant().brokenBy(invocation, value);
    if (wrong != null) {
      Json latest = HistoryCodec.toJson(context.history().latest());
      context.problems().accept(Problems.brokenInvariant(node, wrong, "operation", latest));
    }
  }

  private void complete(Worker worker, Invocation invocation, Outcome outcome, boolean isFinal) {
    long process = worker.process;
    context.history().complete(process, invocation, outcome, isFinal);
    if (outcome.type() == Operation.Type.OK) {
      checkInvariant(nodeOf(process), invocation, outcome.value());
    }
    if (outcome.type() == Operation.Type.INFO) {
      worker.process += all.size();
      if (!context.workload().keepsClients()) {
        worker.client.close();
      }
      worker.client = context.clients().open();
      worker.logic = clients.get();
    }
    generator.onCompletion(process, invocation, outcome);
    if (isFinal && worker.last != null) {
      worker.last.onCompletion(process, invocation, outcome);
      doNext(worker, worker.last);
    } else {
      free.add(worker);
      afterCompletion.run();
    }
  }
}
