package dev.tattle.bench.service;

import dev.tattle.bench.TestResult;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.process.LoopRun;
import dev.tattle.bench.store.RunFolder;
import dev.tattle.core.NodeId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One test of a service that runs already: the bench's entry point. */
public final class ServiceRun {
  /** The workloads that can be run over HTTP. */
  public static final List<String> WORKLOADS = List.of("counter-next", "counter-strong");

  /** Longer than any client waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TestOptions options;
  private final List<URI> urls;
  private final FaultCommands commands;
  private final RunFolder store;
  private final LoopRun run = new LoopRun();

  /**
   * A test that has not begun.
   *
   * @param urls of the nodes, in the order of their names in the options
   * @param store takes the history and the messages
   */
  public ServiceRun(TestOptions options, List<URI> urls, FaultCommands commands, RunFolder store) {
    this.options = options;
    this.urls = List.copyOf(urls);
    this.commands = commands;
    this.store = store;
  }

  /**
   * Runs the test on this thread.
   *
   * @throws IOException if a command fails, or if no node hands out a number before the run begins
   */
  public TestResult run(LoopRun.Listeners listeners) throws IOException, InterruptedException {
    Map<NodeId, URI> nodes = new LinkedHashMap<>();
    for (int i = 0; i < urls.size(); i++) {
      nodes.put(options.nodes().get(i), urls.get(i));
    }
    HttpClient client = ServiceCluster.client();
    ServiceCluster cluster = new ServiceCluster(nodes, commands, run.loop(), client, calls(client));
    try {
      return run.run(options, cluster, store, listeners);
    } finally {
      cluster.close();
    }
  }

  private ServiceCalls calls(HttpClient client) throws IOException, InterruptedException {
    if (options.workload().equals("counter-next")) {
      return NextCalls.begin(client, urls, PATIENCE);
    }
    // Two runs of one seed ask for different counters: a service remembers.
    String now = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    return new StrongCalls("bench-%s-%s/".formatted(options.seed(), now), PATIENCE);
  }

  /** Ends the run before its time, from any thread: {@link #run} returns what there is. */
  public void interrupt() {
    run.interrupt();
  }
}
