package dev.tattle.perf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Three nodes of the counter service that serve strong counters and sync each write.
 *
 * @param launcher of the service
 */
record StrongSystem(Path launcher) implements CounterSystem {
  private static final int NODES = 3;

  @Override
  public String name() {
    return "Tattle";
  }

  @Override
  public int processes() {
    return NODES;
  }

  @Override
  public List<String> command(int process, List<Integer> ports) {
    ServiceSystem service = new ServiceSystem(launcher, NODES, "always");
    List<String> command = new ArrayList<>(service.command(process, ports));
    command.add("--mode=strong");
    return command;
  }

  /** Takes a number from a counter, because nodes may serve before they have a leader. */
  @Override
  public Requested ready() {
    return LoadRequest.next();
  }

  @Override
  public Map<String, Requested> loads() {
    return Map.of(CounterPerf.NEXT, LoadRequest.next());
  }

  @Override
  public Map<String, Requested> loadsOfLeader() {
    return Map.of(CounterPerf.NEXT + CounterPerf.AT_LEADER, LoadRequest.next());
  }
}
