package dev.tattle.bench.service;

import dev.tattle.bench.Cluster;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.nemesis.NodeControl;
import dev.tattle.bench.process.EventLoop;
import dev.tattle.core.Body;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RpcError;
import dev.tattle.sim.Network;
import dev.tattle.sim.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a service that runs already. They were started by somebody else, so they are not
 * initialised, and not stopped. What commands have done to them is undone in the end.
 *
 * <p>Thread rule: the loop's thread, but {@link #close} is for all threads, once that one has
 * ended.
 */
final class ServiceCluster implements Cluster, NodeControl {
  private static final Duration CONNECT = Duration.ofSeconds(1);

  private final Map<NodeId, URI> urls;
  private final FaultCommands commands;
  private final EventLoop loop;
  private final ServiceCalls calls;
  private final HttpClient client;
  private final CommandRunner runner;
  private final Set<NodeId> killed = new LinkedHashSet<>();
  private final Set<NodeId> paused = new LinkedHashSet<>();
  private final Map<NodeId, Set<NodeId>> cutFrom = new LinkedHashMap<>();

  ServiceCluster(
      Map<NodeId, URI> urls,
      FaultCommands commands,
      EventLoop loop,
      HttpClient client,
      ServiceCalls calls) {
    this.urls = urls;
    this.commands = commands;
    this.loop = loop;
    this.client = client;
    this.calls = calls;
    runner = new CommandRunner(this::failed);
  }

  /** A client that follows a redirection to the leader. */
  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
  }

  private void failed(IOException failure) {
    post(
        () -> {
          throw new UncheckedIOException(failure);
        });
  }

  private void post(Runnable event) {
    try {
      loop.post(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void start(Network network, Consumer<Problem> problems) {
    urls.forEach(
        (id, url) -> network.attach(id, (unused, message) -> deliver(message, url, network)));
    network.onCut(() -> followCuts(network));
  }

  private void deliver(Message message, URI url, Network network) {
    Body request = message.body();
    if (request.type().equals("init")) {
      reply(message, Body.of("init_ok"), network);
      return;
    }
    Future<?> unused =
        client
            .sendAsync(calls.request(url, request), HttpResponse.BodyHandlers.ofString())
            .handle(
                (response, failure) ->
                    failure == null
                        ? calls.reply(request, response.statusCode(), response.body())
                        : failure(failure))
            .thenAccept(answer -> post(() -> reply(message, answer, network)));
  }

  /** Only a request that was never sent has certainly not been carried out. */
  private static Body failure(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    RpcError error =
        cause instanceof ConnectException ? RpcError.TEMPORARILY_UNAVAILABLE : RpcError.CRASH;
    return error.body(String.valueOf(cause));
  }

  private static void reply(Message request, Body answer, Network network) {
    Long id = request.body().msgId();
    if (id != null) {
      // Its client may have left meanwhile.
      NodeId node = request.dest();
      NodeId asker = request.src();
      boolean unused = network.send(new Message(node, asker, answer.withInReplyTo(id)));
    }
  }

  private void followCuts(Network network) {
    for (NodeId node : urls.keySet()) {
      Set<NodeId> from = network.cutFrom(node);
      if (!from.equals(cutFrom.getOrDefault(node, Set.of()))) {
        cutFrom.put(node, from);
        run(from.isEmpty() ? commands.heal() : commands.cut(), node);
      }
    }
  }

  private void run(@Nullable String command, NodeId node) {
    String from =
        cutFrom.getOrDefault(node, Set.of()).stream()
            .map(NodeId::name)
            .collect(Collectors.joining(" "));
    Map<String, String> environment =
        Map.of("NODE", node.name(), "URL", String.valueOf(urls.get(node)), "FROM", from);
    runner.run(Objects.requireNonNull(command, "a fault without a command"), environment);
  }

  @Override
  public NodeControl control() {
    return this;
  }

  @Override
  public void kill(NodeId node) {
    if (killed.add(node)) {
      paused.remove(node);
      run(commands.kill(), node);
    }
  }

  @Override
  public void restart(NodeId node) {
    if (killed.remove(node)) {
      run(commands.restart(), node);
    }
  }

  @Override
  public void pause(NodeId node) {
    if (!killed.contains(node) && paused.add(node)) {
      run(commands.pause(), node);
    }
  }

  @Override
  public void resume(NodeId node) {
    if (paused.remove(node)) {
      run(commands.resume(), node);
    }
  }

  @Override
  public void setClockRate(NodeId node, double rate) {
    throw new UnsupportedOperationException("a service has its machines' clocks");
  }

  @Override
  public SimulatedDisk disk(NodeId node) {
    throw new UnsupportedOperationException("a service has its machines' disks");
  }

  /** Undoes what is not undone, and waits for it. */
  void close() throws InterruptedException {
    Set.copyOf(paused).forEach(this::resume);
    Set.copyOf(killed).forEach(this::restart);
    cutFrom.forEach(
        (node, from) -> {
          if (!from.isEmpty()) {
            run(commands.heal(), node);
          }
        });
    runner.close();
  }
}
