package dev.tattle.bench;

import dev.tattle.bench.history.History;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.load.Client;
import dev.tattle.bench.load.Load;
import dev.tattle.bench.load.Pacer;
import dev.tattle.bench.load.PlannedLoad;
import dev.tattle.bench.load.Problems;
import dev.tattle.bench.load.RunContext;
import dev.tattle.bench.load.Startup;
import dev.tattle.bench.load.Workers;
import dev.tattle.bench.nemesis.Faults;
import dev.tattle.bench.nemesis.Nemesis;
import dev.tattle.bench.nemesis.NodeControl;
import dev.tattle.bench.net.JournalRecorder;
import dev.tattle.bench.net.LoggingJournal;
import dev.tattle.bench.net.NetJournal;
import dev.tattle.bench.net.NetRecord;
import dev.tattle.bench.net.ReplyInvariant;
import dev.tattle.bench.plan.Plan;
import dev.tattle.bench.plan.Randomness;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.services.SequentialKv.StateChoice;
import dev.tattle.bench.services.Services;
import dev.tattle.bench.workload.Generator;
import dev.tattle.bench.workload.Invariant;
import dev.tattle.bench.workload.Workload;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Message;
import dev.tattle.sim.Network;
import dev.tattle.sim.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs one test from the start of its nodes to its last operation, as events of a scheduler: {@code
 * init}, setup, operations under faults, healing, quiet, final operations.
 *
 * <p>Thread rule: the scheduler's thread. Source: Maelstrom's {@code core.clj}.
 */
public final class TestRun {
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PENDING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private enum Phase {
    STARTING,
    LOADING,
    DRAINING,
    QUIET,
    FINAL,
    LEAVING,
    DONE
  }

  private final RunContext context;
  private final Cluster cluster;
  private final RunObserver observer;
  private final Problems problems = new Problems();
  private final NetRecord record;
  private final Randomness randomness;
  private final Generator generator;
  private final Load load;
  private final Workers workers;
  private final Startup startup;
  private final Nemesis nemesis;
  private Phase phase = Phase.STARTING;

  /** Makes a run that has not started. All its randomness comes from the seed in the options. */
  public TestRun(TestOptions options, Scheduler scheduler, Cluster cluster, RunObserver observer) {
    this.cluster = cluster;
    this.observer = observer;
    randomness = Randomness.of(options.seed());
    Workload workload = Workloads.of(options.workload());
    record = new NetRecord(options.nodes(), workload::added, scheduler, bounds(observer));
    Network network =
        new Network(scheduler, options.latency(), randomness.network(), journal(options));
    if (options.likeMaelstrom()) {
      network.blockInboxes();
    }
    // A correct node may answer late after a pause or a kill; Maelstrom has neither fault.
    boolean clientsLeave = !observer.endsAtBrokenInvariants() && options.hasMaelstromsFaults();
    context =
        new RunContext(
            options,
            workload,
            options.setting(),
            observer.endsAtBrokenInvariants() ? workload.invariant() : Invariant.NONE,
            scheduler,
            network,
            new Client.Pool(scheduler, network, clientsLeave, this::onProblem),
            new History(scheduler::nowNanos, cluster.decodesMessages()),
            this::onProblem,
            !observer.endsAtBrokenInvariants());
    startup = new Startup(context, this::beginLoad);
    nemesis = nemesis(options);
    generator = workload.generator(context.setting(), randomness.load());
    workers = new Workers(context, generator, this::onCompletion);
    load = load(options.plan());
  }

  private Nemesis nemesis(TestOptions options) {
    NodeControl control =
        new InitialisingControl(cluster::control, startup, record.dissemination());
    Faults.Nodes nodes = new Faults.Nodes(options.drawnFor(), options.nodes());
    return new Nemesis(
        context.scheduler(),
        context.history(),
        record.dissemination(),
        new Faults(context.network(), control, nodes, randomness.killable()),
        Plan.faultsOf(options, randomness));
  }

  private Load load(@Nullable Plan plan) {
    if (plan != null) {
      return new PlannedLoad(context, plan.operations(), workers);
    }
    double meanNanos = 1e9 / context.options().ratePerSecond();
    return new Pacer(context.scheduler(), randomness.load(), meanNanos, this::invokeNext);
  }

  /** Starts the nodes; everything else follows once they are up. */
  public void start() {
    Services.attachAll(context.network(), randomness.services(), seenByReads());
    cluster.start(context.network(), this::onProblem);
    if (phase != Phase.DONE) {
      startup.begin();
    }
  }

  /** Ends the run early. The result holds what has happened so far. */
  public void interrupt() {
    end(false);
  }

  private StateChoice seenByReads() {
    return context.options().staleReads()
        ? StateChoice.oldest()
        : StateChoice.random(randomness.services());
  }

  private static JournalRecorder.Bounds bounds(RunObserver observer) {
    return observer.keepsMessages()
        ? JournalRecorder.Bounds.DEFAULT
        : JournalRecorder.Bounds.NOTHING;
  }

  private Network.Journal journal(TestOptions options) {
    Network.Journal journal =
        new LoggingJournal(
            options.logSends(), options.logReceives(), observer::onLog, record.first());
    return observer.endsAtBrokenInvariants()
        ? new ReplyInvariant(journal, this::onBrokenReply)
        : journal;
  }

  private void onBrokenReply(Message reply, String wrong) {
    onProblem(Problems.badMessage(reply, wrong, context.history().elapsedNanos()));
  }

  private void beginLoad() {
    if (phase != Phase.STARTING) {
      return;
    }
    phase = Phase.LOADING;
    workers.open();
    context.history().begin();
    nemesis.start();
    if (context.options().ratePerSecond() > 0) {
      load.start();
    }
    context.scheduler().after(context.options().timeLimit().toNanos(), this::endLoad);
    context.scheduler().after(PROGRESS_NANOS, this::tellProgress);
  }

  private boolean invokeNext() {
    if (!workers.anyFree()) {
      return false;
    }
    int worker = workers.anyFree(randomness.workers());
    Generator.Next next = generator.next(workers.turn(worker));
    if (next instanceof Generator.Do operation) {
      workers.invokeOn(worker, operation.invocation());
      return true;
    }
    if (next == Generator.Idle.PENDING) {
      context.scheduler().after(PENDING_NANOS, load::retry);
    } else {
      context.scheduler().after(0, this::endLoad);
    }
    return false;
  }

  private void endLoad() {
    if (phase != Phase.LOADING) {
      return;
    }
    phase = Phase.DRAINING;
    nemesis.stop();
    load.stop();
    onCompletion();
  }

  private void onCompletion() {
    if (phase == Phase.LOADING) {
      load.retry();
    } else if (phase == Phase.DRAINING && workers.allFree()) {
      recover();
    } else if (phase == Phase.FINAL && workers.allFree()) {
      workers.silentAtTheEnd().forEach(node -> onProblem(Problems.silence(node)));
      endSoon();
    }
  }

  private void recover() {
    List<Generator> last =
        IntStream.range(0, context.options().concurrency())
            .mapToObj(generator::atTheEnd)
            .flatMap(Optional::stream)
            .toList();
    if (last.isEmpty()) {
      endSoon();
      return;
    }
    phase = Phase.QUIET;
    nemesis.heal();
    context.scheduler().after(QUIET.toNanos(), () -> beginFinal(last));
  }

  private void beginFinal(List<Generator> last) {
    if (phase == Phase.QUIET) {
      phase = Phase.FINAL;
      workers.finish(last);
    }
  }

  private void onProblem(Problem problem) {
    problems.add(Problems.withLastWords(problem, cluster::said));
    if (problem.kind().endsRun()) {
      end(true);
    }
  }

  /** Waits, because a node that dies of its last request has not survived the run. */
  private void endSoon() {
    phase = Phase.LEAVING;
    context.scheduler().after(cluster.lastLook().toNanos(), () -> end(false));
  }

  private void end(boolean isBroken) {
    if (phase == Phase.DONE) {
      return;
    }
    phase = Phase.DONE;
    nemesis.stop();
    load.stop();
    cluster.leftUnsaid().forEach(problems::add);
    List<Operation> history = List.copyOf(context.history().operations());
    NetJournal journal = record.journal(context.history().originNanos());
    long invoked = context.history().clientCount(Operation.Type.INVOKE);
    observer.onDone(
        new TestResult(
            history,
            record.json(invoked, journal),
            journal,
            problems.kept(),
            problems.count(),
            isBroken));
  }

  private void tellProgress() {
    if (phase == Phase.DONE) {
      return;
    }
    History history = context.history();
    observer.onProgress(
        new Progress(
            history.elapsedNanos(),
            history.clientCount(Operation.Type.OK),
            history.clientCount(Operation.Type.FAIL),
            history.clientCount(Operation.Type.INFO),
            record.serverMessages(),
            state()));
    context.scheduler().after(PROGRESS_NANOS, this::tellProgress);
  }

  private String state() {
    if (phase == Phase.QUIET) {
      return "recovering";
    }
    return context.network().isCut() ? "partitioned" : "";
  }
}
