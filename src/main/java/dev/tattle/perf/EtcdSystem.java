package dev.tattle.perf;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Three nodes of etcd, which sync each write. All clients ask the leader: it is faster than to ask
 * all three.
 *
 * @param program the server
 */
record EtcdSystem(Path program) implements CounterSystem {
  static final String NAME = "etcd";

  private static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    Map<String, Requested> loads = new LinkedHashMap<>();
    loads.put(CounterPerf.PUTS, EtcdRequest.PUT);
    loads.put(CounterPerf.SWAPS, EtcdRequest.COMPARE_AND_SWAP);
    return loads;
  }

  @Override
  public List<InetSocketAddress> servers(List<InetSocketAddress> processes)
      throws IOException, PerfException, InterruptedException {
    for (InetSocketAddress process : processes) {
      if (isLeader(process)) {
        return List.of(process);
      }
    }
    throw new PerfException("none of its nodes says that it leads");
  }

  private static boolean isLeader(InetSocketAddress process)
      throws IOException, PerfException, InterruptedException {
    URI status = URI.create(url(process.getPort()) + "/v3/maintenance/status");
    byte[] answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(status)
                    .timeout(PATIENCE)
                    .POST(BodyPublishers.ofString("{}"))
                    .build(),
                BodyHandlers.ofByteArray())
            .body();
    try {
      return JsonCodec.parse(answer) instanceof Json.Obj told
          && told.fields().get("header") instanceof Json.Obj header
          && header.fields().get("member_id") instanceof Json.Text self
          && self.equals(told.fields().get("leader"));
    } catch (WireException e) {
      throw new PerfException("its status is no JSON");
    }
  }
}
