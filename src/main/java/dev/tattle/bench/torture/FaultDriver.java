package dev.tattle.bench.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Starts and ends faults when they are due. */
final class FaultDriver {
  private static final Duration START_AGAIN = Duration.ofMillis(200);

  private static final Duration FOR_EVER = Duration.ofDays(1);

  /** By then a node that was asked to leave has ended, or it stays. */
  private static final Duration LEAVE = Duration.ofSeconds(20);

  private final Reactor reactor;
  private final TortureServers servers;
  private final Map<TortureFault.Kind, Integer> counts = new LinkedHashMap<>();
  private final Map<TortureFault, String> underWay = new LinkedHashMap<>();
  private final Set<String> busy = new LinkedHashSet<>();
  private final List<String> log = new ArrayList<>();
  private boolean isOver;

  FaultDriver(Reactor reactor, TortureServers servers) {
    this.reactor = reactor;
    this.servers = servers;
  }

  /** Schedules all these faults. */
  void plan(List<TortureFault> faults) {
    faults.forEach(fault -> reactor.after(fault.at(), () -> begin(fault)));
  }

  /** Starts and ends no more faults; the present ones stay. */
  void stop() {
    isOver = true;
  }

  /** The number of faults of each kind. */
  Map<TortureFault.Kind, Integer> counts() {
    return counts;
  }

  /** What happened, and when; for people. */
  List<String> log() {
    return log;
  }

  /** The present faults, for people. */
  String now() {
    return String.join(", ", underWay.values());
  }

  private void begin(TortureFault fault) {
    if (isOver || fault.nodes().stream().anyMatch(busy::contains)) {
      return;
    }
    busy.addAll(fault.nodes());
    counts.merge(fault.kind(), 1, Integer::sum);
    underWay.put(fault, fault.kind().word() + " " + String.join(" ", fault.nodes()));
    tell(fault.toString());
    for (String node : fault.nodes()) {
      change(() -> begin(fault.kind(), node));
    }
    fault.links().forEach(link -> servers.proxy().set(link, fault.state()));
    reactor.after(fault.lasts(), () -> end(fault));
  }

  private void begin(TortureFault.Kind kind, String node) throws IOException, InterruptedException {
    ServerProcess server = servers.server(node);
    switch (kind) {
      case KILL, KILL_ALL -> server.kill();
      case RESTART -> server.end();
      case LEAVE -> servers.api().leave(node);
      case PAUSE -> server.pause();
      case CUT, SLOW -> throw new IllegalArgumentException("of links");
    }
  }

  private void end(TortureFault fault) {
    underWay.remove(fault);
    if (isOver) {
      return;
    }
    tell("end of " + fault.kind().word() + " " + fault.nodes() + fault.links());
    fault.links().forEach(link -> servers.proxy().set(link, LinkState.OPEN));
    for (String node : fault.nodes()) {
      if (fault.kind() == TortureFault.Kind.PAUSE) {
        change(() -> servers.server(node).resume());
        busy.remove(node);
      } else {
        startAgain(node, patience(fault.kind()));
      }
    }
  }

  private static Duration patience(TortureFault.Kind kind) {
    return switch (kind) {
      case RESTART -> FOR_EVER;
      case LEAVE -> LEAVE;
      default -> Duration.ZERO;
    };
  }

  /** Starts a node again; one that was asked to end may take a while. */
  private void startAgain(String node, Duration patience) {
    if (isOver) {
      return;
    }
    ServerProcess server = servers.server(node);
    if (server.isRunning() && patience.compareTo(Duration.ZERO) > 0) {
      reactor.after(START_AGAIN, () -> startAgain(node, patience.minus(START_AGAIN)));
      return;
    }
    change(server::start);
    busy.remove(node);
  }

  private interface Change {
    void make() throws IOException, InterruptedException;
  }

  private void change(Change change) {
    try {
      change.make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String what) {
    log.add(TimeUnit.NANOSECONDS.toMillis(reactor.nowNanos()) + " ms: " + what);
  }
}
