package dev.tattle.bench.torture;

import dev.tattle.bench.check.Findings;
import dev.tattle.bench.process.Signals;
import dev.tattle.bench.store.RunFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tests a cluster of the service under faults: starts its nodes, runs clients and faults, ends all
 * faults, and judges. Then it kills all nodes once more and judges again.
 */
public final class TortureRun {
  private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(60);
  private static final Duration PROGRESS = Duration.ofMillis(500);

  private final TortureOptions options;
  private final RunFolder folder;
  private final Consumer<String> progress;
  private final TortureProblems violations = new TortureProblems();
  private final AdditionLedger ledger;
  private final List<TortureFault> plan;
  private final SplittableRandom clientRandom;

  /**
   * Makes a run that has not started.
   *
   * @param folder for all that the nodes keep and write, and for the result
   * @param progress takes a line now and then
   */
  public TortureRun(TortureOptions options, RunFolder folder, Consumer<String> progress) {
    this.options = options;
    this.folder = folder;
    this.progress = progress;
    SplittableRandom root = new SplittableRandom(options.seed());
    plan = TorturePlan.draw(root.split(), options.names(), options.timeLimit());
    ledger = new AdditionLedger(root.split());
    clientRandom = root.split();
  }

  /**
   * Runs it to its end, on this thread.
   *
   * @throws IOException if the nodes can't be started
   */
  public TortureResult run() throws IOException, InterruptedException {
    new Signals("sh").require();
    try (Reactor reactor = new Reactor();
        TortureServers servers = new TortureServers(reactor, options, folder.directory())) {
      progress.accept("starting " + Findings.counted(options.nodes(), "node", "nodes"));
      servers.healAll();
      TortureClients clients =
          new TortureClients(
              reactor, servers.api(), options.names(), ledger, clientRandom, violations);
      FaultDriver faults = new FaultDriver(reactor, servers);
      work(reactor, clients, faults);
      // After a violation the cluster stays as it is, for people to look into.
      long millis = violations.isEmpty() ? heal(reactor, servers, clients) : 0;
      TortureResult result =
          new TortureResult(
              options,
              counts(clients.tally()),
              clients.tally().refusals,
              kinds(faults),
              violations.lines(),
              millis,
              faults.log());
      folder.writeResults(result.json());
      return result;
    }
  }

  private void work(Reactor reactor, TortureClients clients, FaultDriver faults)
      throws IOException, InterruptedException {
    faults.plan(plan);
    clients.begin(options.rate());
    tell(reactor, clients, faults, reactor.nowNanos());
    // A violation ends the run at once, because it is easiest to look into while it is fresh.
    reactor.runUntil(() -> !violations.isEmpty(), options.timeLimit());
    faults.stop();
    clients.end();
  }

  /** Ends all faults. Returns how long it took until all nodes showed the same. */
  private long heal(Reactor reactor, TortureServers servers, TortureClients clients)
      throws IOException, InterruptedException {
    progress.accept("healing");
    servers.healAll();
    long healedNanos = reactor.nowNanos();
    if (!reactor.runUntil(clients::areSettled, SETTLE_PATIENCE)) {
      violations.add(
          "a minute after all was healed, additions with a key are still not acknowledged");
    }
    progress.accept("waiting until all nodes show the same");
    List<String> nodes = options.names();
    new LastLook(reactor, servers.api(), nodes, ledger).look("once healed", violations);
    final long millis = TimeUnit.NANOSECONDS.toMillis(reactor.nowNanos() - healedNanos);
    progress.accept("killing all nodes once more");
    servers.killAll();
    new LastLook(reactor, servers.api(), nodes, ledger).look("after a last kill", violations);
    return millis;
  }

  private void tell(Reactor reactor, TortureClients clients, FaultDriver faults, long beganNanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(reactor.nowNanos() - beganNanos);
    if (seconds > options.timeLimit().toSeconds()) {
      return;
    }
    progress.accept(
        "%d of %d s, %,d requests, %,d additions; %s"
            .formatted(
                seconds,
                options.timeLimit().toSeconds(),
                clients.tally().attempts,
                ledger.additions().size(),
                faults.now()));
    reactor.after(PROGRESS, () -> tell(reactor, clients, faults, beganNanos));
  }

  private Map<String, Long> counts(TortureClients.Tally tally) {
    Map<String, Long> counts = new LinkedHashMap<>();
    List<Addition> all = ledger.additions();
    counts.put("additions", (long) all.size());
    counts.put("acknowledged", all.stream().filter(Addition::isAcknowledged).count());
    counts.put("unknown", all.stream().filter(Addition::isUnknown).count());
    counts.put("counters", (long) ledger.counters());
    counts.put("attempts", tally.attempts);
    counts.put("attempts-again", tally.again);
    counts.put("attempts-refused", tally.refused);
    counts.put("attempts-unknown", tally.unknown);
    counts.put("reads", tally.reads);
    return counts;
  }

  private static Map<String, Integer> kinds(FaultDriver faults) {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    faults.counts().forEach((kind, count) -> kinds.put(kind.word(), count));
    return kinds;
  }
}
