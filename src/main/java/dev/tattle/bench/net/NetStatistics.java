package dev.tattle.bench.net;

import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import dev.tattle.wire.MessageCodec;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Counts messages, under Maelstrom's names: {@code clients} counts those from and to clients,
 * {@code servers} all others, including those of services. For the latter it also counts bytes, in
 * the form of the lines that nodes write.
 *
 * <p>Every message is sent once under its own id, so {@code msg-count} is {@code send-count}.
 */
public final class NetStatistics implements Network.Journal {
  private final Counts clients = new Counts();
  private final Counts servers = new Counts();

  /** What each server sent to and received from other servers. */
  private final Map<NodeId, Counts> byServer = new LinkedHashMap<>();

  private static final class Counts {
    private long sent;
    private long received;
    private long bytes;
  }

  @Override
  public void onSend(long id, Message message) {
    if (Network.involvesClient(message)) {
      clients.sent++;
      return;
    }
    long bytes = MessageCodec.length(message);
    count(servers, bytes);
    count(countsOf(message.src()), bytes);
    count(countsOf(message.dest()), bytes);
  }

  @Override
  public void onReceive(long id, Message message) {
    (Network.involvesClient(message) ? clients : servers).received++;
  }

  public long serverMessages() {
    return servers.sent;
  }

  /** The part {@code "net"} of the results, for this many operations. */
  public Json.Obj json(long operations) {
    Counts all = new Counts();
    all.sent = clients.sent + servers.sent;
    all.received = clients.received + servers.received;
    Map<String, Json> ofServers = withRate(servers, operations);
    ofServers.put("byte-count", Json.of(servers.bytes));
    if (operations > 0) {
      ofServers.put("bytes-per-op", ratio(servers.bytes, operations));
    }
    return (Json.Obj)
        Json.object(
            "all", new Json.Obj(withRate(all, operations)),
            "clients", new Json.Obj(fields(clients)),
            "servers", new Json.Obj(ofServers),
            "valid?", Json.of(true));
  }

  /**
   * The messages of servers for each of this many values, at least one; and what each node sent and
   * received.
   */
  Map<String, Json> perValue(Collection<NodeId> nodes, long values) {
    Map<String, Json> json = new LinkedHashMap<>();
    json.put("msgs-per-value", ratio(servers.sent, values));
    json.put("bytes-per-value", ratio(servers.bytes, values));
    json.put(
        "per-node",
        Json.object(
            "msgs-per-value", spread(nodes, counts -> counts.sent, values),
            "bytes-per-value", spread(nodes, counts -> counts.bytes, values)));
    return json;
  }

  /** A measure as {@code {"mean","max"}}. */
  static Json meanAndMax(DoubleSummaryStatistics measure) {
    return Json.object("mean", number(measure.getAverage()), "max", number(measure.getMax()));
  }

  private Json spread(Collection<NodeId> nodes, ToLongFunction<Counts> measure, long values) {
    return meanAndMax(
        nodes.stream()
            .mapToDouble(node -> (double) measure.applyAsLong(countsOf(node)) / values)
            .summaryStatistics());
  }

  private Counts countsOf(NodeId server) {
    return byServer.computeIfAbsent(server, absent -> new Counts());
  }

  private static void count(Counts counts, long bytes) {
    counts.sent++;
    counts.bytes += bytes;
  }

  private static Map<String, Json> fields(Counts counts) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("send-count", Json.of(counts.sent));
    fields.put("recv-count", Json.of(counts.received));
    fields.put("msg-count", Json.of(counts.sent));
    return fields;
  }

  private static Map<String, Json> withRate(Counts counts, long operations) {
    Map<String, Json> fields = fields(counts);
    if (operations > 0) {
      fields.put("msgs-per-op", ratio(counts.sent, operations));
    }
    return fields;
  }

  private static Json ratio(long count, long of) {
    return number((double) count / of);
  }

  private static Json number(double value) {
    return new Json.Num(Float.toString((float) value));
  }
}
