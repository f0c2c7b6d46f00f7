package dev.tattle.bench;

import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.sim.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts messages, under Maelstrom's names: {@code clients} is what a client sent or is sent,
 * {@code servers} the rest, services included.
 *
 * <p>Every message is sent once under its own id, so {@code msg-count} is {@code send-count}.
 */
final class NetStatistics implements Network.Journal {
  private final Counts clients = new Counts();
  private final Counts servers = new Counts();

  private static final class Counts {
    private long sent;
    private long received;
  }

  @Override
  public void onSend(long id, Message message) {
    countsOf(message).sent++;
  }

  @Override
  public void onReceive(long id, Message message) {
    countsOf(message).received++;
  }

  long serverMessages() {
    return servers.sent;
  }

  /** The checker's result {@code "net"}, for so many operations invoked. */
  Json.Obj json(long operations) {
    Counts all = new Counts();
    all.sent = clients.sent + servers.sent;
    all.received = clients.received + servers.received;
    return (Json.Obj)
        Json.object(
            "all", withRate(all, operations),
            "clients", new Json.Obj(fields(clients)),
            "servers", withRate(servers, operations),
            "valid?", Json.of(true));
  }

  private Counts countsOf(Message message) {
    return Network.involvesClient(message) ? clients : servers;
  }

  private static Map<String, Json> fields(Counts counts) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("send-count", Json.of(counts.sent));
    fields.put("recv-count", Json.of(counts.received));
    fields.put("msg-count", Json.of(counts.sent));
    return fields;
  }

  private static Json withRate(Counts counts, long operations) {
    Map<String, Json> fields = fields(counts);
    if (operations > 0) {
      float rate = (float) ((double) counts.sent / operations);
      fields.put("msgs-per-op", new Json.Num(Float.toString(rate)));
    }
    return new Json.Obj(fields);
  }
}
