package dev.tattle.perf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Three nodes of etcd, which sync each write.
 *
 * @param program the server
 */
record EtcdSystem(Path program) implements CounterSystem {
  static final String NAME = "etcd";

  private static final int NODES = 3;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int processes() {
    return NODES;
  }

  @Override
  public List<String> command(int process, List<Integer> ports) {
    String clients = url(CounterSystem.clientPort(ports, process));
    String peers = url(CounterSystem.peerPort(ports, process));
    List<String> all = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      all.add(name(node) + "=" + url(CounterSystem.peerPort(ports, node)));
    }
    return List.of(
        program.toString(),
        "--name=" + name(process),
        "--data-dir=data",
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=" + String.join(",", all));
  }

  private static String name(int node) {
    return "n" + (node + 1);
  }

  private static String url(int port) {
    return "http://" + HOST + ":" + port;
  }

  @Override
  public Requested ready() {
    return LoadRequest.etcdReady();
  }

  @Override
  public Map<String, Requested> loads() {
    return Map.of(CounterPerf.PUTS, EtcdRequest.PUT);
  }

  @Override
  public Map<String, Requested> loadsOfLeader() {
    Map<String, Requested> loads = new LinkedHashMap<>();
    loads.put(CounterPerf.PUTS + CounterPerf.AT_LEADER, EtcdRequest.PUT);
    loads.put(CounterPerf.SWAPS + CounterPerf.AT_LEADER, EtcdRequest.COMPARE_AND_SWAP);
    return loads;
  }
}
