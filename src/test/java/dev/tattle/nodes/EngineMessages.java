package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.gossip.GossipTimer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The messages between engines in the cluster n0 n1 n2. Random numbers are zero: all incarnations
 * are 1, all number their messages from 1, and the replicas are {@code n0:0}, {@code n1:0}, {@code
 * n2:0}.
 */
final class EngineMessages {
  static final GossipTimer FLUSH = GossipTimer.Own.FLUSH;
  static final GossipTimer RENEW = GossipTimer.Own.RENEW;
  static final GossipTimer ANTI_ENTROPY = GossipTimer.Own.ANTI_ENTROPY;
  static final GossipTimer RETRY_N0 = new GossipTimer.Retry(new NodeId("n0"));
  static final GossipTimer RETRY_N1 = new GossipTimer.Retry(new NodeId("n1"));
  static final GossipTimer RETRY_N2 = new GossipTimer.Retry(new NodeId("n2"));
  static final GossipTimer ACK_N0 = new GossipTimer.Ack(new NodeId("n0"));
  static final GossipTimer ACK_N1 = new GossipTimer.Ack(new NodeId("n1"));
  static final GossipTimer ACK_N2 = new GossipTimer.Ack(new NodeId("n2"));

  private EngineMessages() {}

  /** A broadcast node; n0 is the relay of all, the others are leaves. */
  static NodeTester broadcaster(String self) {
    return broadcaster(self, LatencyBudget.DEFAULT);
  }

  static NodeTester broadcaster(String self, LatencyBudget budget) {
    FakeEnvironment environment = new FakeEnvironment(self, "n0", "n1", "n2");
    return new NodeTester(environment, e -> new BroadcastNode(e, budget));
  }

  /** A client's request. */
  static Body broadcast(long value) {
    return Body.of("broadcast", "message", Json.of(value));
  }

  static Body gossip(long number, Json... deltas) {
    return message("gossip", number).with("deltas", Json.array(deltas));
  }

  static Body ack(long number, Json have) {
    return declaring(have, message("ack", number));
  }

  static Body digest(long number, Json have) {
    return all(have, message("digest", number));
  }

  static Body digestOk(long number, Json have, Json... deltas) {
    Body body = all(have, message("digest_ok", number));
    return deltas.length == 0 ? body : body.with("deltas", Json.array(deltas));
  }

  private static Body message(String type, long number) {
    return Body.of(
        type, "of", Json.of(BroadcastNode.KIND), "inc", Json.of(1), "n", Json.of(number));
  }

  /** The values that a replica added after some number of others. */
  static Json delta(String replica, long after, long... values) {
    Json content = Json.array(LongStream.of(values).mapToObj(Json::of).toList());
    return Json.array(Json.of(replica), Json.of(after), Json.of(after + values.length), content);
  }

  /** Replica, version, replica, version … */
  static Json have(Object... replicasAndVersions) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (int i = 0; i < replicasAndVersions.length; i += 2) {
      fields.put((String) replicasAndVersions[i], Json.of((int) replicasAndVersions[i + 1]));
    }
    return new Json.Obj(fields);
  }

  // Fields that other messages carry.

  /** Says which message its sender got last, and how long ago. */
  static Body re(long number, long heldMillis, Body body) {
    return body.with("re", Json.of(number)).with("held", Json.of(heldMillis));
  }

  static Body declaring(Json acks, Body body) {
    return body.with("acks", acks);
  }

  static Body all(Json have, Body body) {
    return body.with("have", have);
  }

  static Body ask(Body body) {
    return flagged("ask", body);
  }

  static Body late(Body body) {
    return typed("repair", body);
  }

  static Body more(Body body) {
    return flagged("more", body);
  }

  static Body eager(Body body) {
    return typed("eager_push", body);
  }

  private static Body typed(String type, Body body) {
    return new Body(type, body.msgId(), body.inReplyTo(), body.fields());
  }

  private static Body flagged(String flag, Body body) {
    return body.with(flag, Json.of(true));
  }

  static Body ofLife(long life, Body body) {
    return body.with("inc", Json.of(life));
  }
}
