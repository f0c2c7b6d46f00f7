package dev.tattle.runtime.cluster.local;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceAnswer;
import dev.tattle.runtime.cluster.client.ServiceClient;
import dev.tattle.wire.JsonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of one node of a local cluster.
 *
 * @param pid the id of its process; 0 if that has ended
 * @param connected how many peers are connected and not cut off
 * @param cut ids of peers that are cut off on purpose
 * @param value the value of the default counter as this node knows it
 */
public record NodeCondition(
    int number,
    String address,
    long pid,
    boolean isReady,
    int connected,
    List<String> cut,
    String value) {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Asks a node for its status. */
  static NodeCondition of(LocalNode node) throws InterruptedException {
    String address = node.clients().toString();
    if (!node.isAlive()) {
      return new NodeCondition(node.number(), address, 0, false, 0, List.of(), "");
    }
    boolean isReady = ask(node, "/readyz").filter(ServiceAnswer::isOk).isPresent();
    Map<String, Json> peers = isReady ? fields(node, "/peers") : Map.of();
    int connected = 0;
    List<String> cut = new ArrayList<>();
    for (Json peer : peers.get("peers") instanceof Json.Arr all ? all.items() : List.<Json>of()) {
      Map<String, Json> fields = peer instanceof Json.Obj object ? object.fields() : Map.of();
      if (Json.of(true).equals(fields.get("cut"))) {
        cut.add(fields.get("id") instanceof Json.Text id ? id.value() : "?");
      } else if (Json.of(true).equals(fields.get("connected"))) {
        connected++;
      }
    }
    Json value = isReady ? fields(node, "/counter").getOrDefault("value", Json.NULL) : Json.NULL;
    String shown = value.equals(Json.NULL) ? "" : JsonCodec.format(value);
    return new NodeCondition(node.number(), address, node.pid(), isReady, connected, cut, shown);
  }

  private static Optional<ServiceAnswer> ask(LocalNode node, String path)
      throws InterruptedException {
    return ServiceClient.ask(node.clients(), Call.get(path), TIMEOUT);
  }

  private static Map<String, Json> fields(LocalNode node, String path) throws InterruptedException {
    return ask(node, path).map(ServiceAnswer::fields).orElse(Map.of());
  }
}
