package dev.tattle.perf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The counter service.
 *
 * @param launcher of the service
 * @param processes the number that serve together
 * @param fsync when it syncs
 */
record ServiceSystem(Path launcher, int processes, String fsync) implements CounterSystem {
  @Override
  public String name() {
    return (processes == 1 ? "1 process, " : processes + " processes, ") + fsync;
  }

  @Override
  public List<String> command(int process, List<Integer> ports) {
    String clients = HOST + ":" + CounterSystem.clientPort(ports, process);
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "serve"));
    command.addAll(List.of("--node-id=n" + (process + 1), "--addr=" + clients));
    command.add("--peer-addr=" + HOST + ":" + CounterSystem.peerPort(ports, process));
    command.addAll(List.of("--cluster-size=" + processes, "--data-dir=data", "--fsync=" + fsync));
    List<String> peers = new ArrayList<>();
    for (int other = 0; other < processes; other++) {
      if (other != process) {
        peers.add(HOST + ":" + CounterSystem.peerPort(ports, other));
      }
    }
    if (!peers.isEmpty()) {
      command.add("--peers=" + String.join(",", peers));
    }
    return command;
  }

  @Override
  public Requested ready() {
    return LoadRequest.ready();
  }

  @Override
  public Map<String, Requested> loads() {
    Map<String, Requested> loads = new LinkedHashMap<>();
    loads.put(CounterPerf.INCREMENTS, LoadRequest.increment());
    loads.put(CounterPerf.BATCHES, LoadRequest.batch(CounterPerf.BATCH));
    return loads;
  }
}
