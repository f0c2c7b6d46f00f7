package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;

/** What clients and peers send to a broadcast node, and one of the cluster n0 n1 n2. */
final class BroadcastBodies {
  /** When the lives of all nodes in these tests begin, unless a test says otherwise. */
  static final Json BORN = Json.of(1_000_000);

  private BroadcastBodies() {}

  static NodeTester tester(String self) {
    return new NodeTester(new FakeEnvironment(self, "n0", "n1", "n2"), BroadcastNode::new);
  }

  static Body ack(long number, String replica, long version) {
    Json have = have(replica, version);
    return Body.of("gossip_ok", "of", kind(), "born", BORN, "n", Json.of(number), "have", have);
  }

  static Json kind() {
    return Json.of("broadcast");
  }

  static Json have(String replica, long version) {
    return Json.object(replica, Json.of(version));
  }

  static Body broadcast(Json message) {
    return Body.of("broadcast", "message", message);
  }

  static Body digest(long number, Json have) {
    return Body.of("digest", "of", kind(), "born", BORN, "n", Json.of(number), "have", have);
  }

  static Body digestOk(long number, Json have) {
    return Body.of("digest_ok", "of", kind(), "born", BORN, "n", Json.of(number), "have", have);
  }

  /** The values that a replica added after some number of others. */
  static Body gossip(long number, String replica, long after, Json... values) {
    Json delta =
        Json.array(
            Json.of(replica), Json.of(after), Json.of(after + values.length), Json.array(values));
    Json deltas = Json.array(delta);
    return Body.of("gossip", "of", kind(), "born", BORN, "n", Json.of(number), "deltas", deltas);
  }
}
