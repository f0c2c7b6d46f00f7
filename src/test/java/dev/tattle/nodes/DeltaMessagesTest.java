package dev.tattle.nodes;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.ProtocolPage;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.ElementLog;
import dev.tattle.gossip.SlotTable;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The protocol page shows the deltas of each kind of data. */
class DeltaMessagesTest {
  private static final ReplicaId SELF = new ReplicaId("n0:9k2");
  private static final ReplicaId OTHER = new ReplicaId("n2:m48");
  private static final List<NodeId> NODES =
      List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n2"));

  private static final String PAGE =
      """
      ## What deltas hold
      A delta is `[replica, after, version, content]`. The kind of data (`of`) decides what `content` is.

      ### `broadcast`, `g-set`
      The values that the replica added, in order. Any JSON is a value.
      ```json
      %s
      ```

      ### `counter`
      The sum of all that the replica added. It replaces the replica's earlier deltas, so `after` is 0.
      ```json
      %s
      ```

      ### `kafka`
      Records: one JSON value each, in order. These are a message `[key, offset, message]`, a committed offset
      `[key, offset]`, and a word. A word says how much of each replica's log its node had when it wrote the word. `null`
      takes the place of a record that a later one made useless, and of a message that is too old to be kept.
      ```json
      %s
      %s
      %s
      ```

      Other records are steps by which nodes agree where the log of a node ends that is gone. That is single-decree Paxos:
      `prepare`, `promise`, `propose` and `vote` are its phases, `fenced` is the decision. The node that was gone writes
      `returns` once it hears of the decision, and `back` before it sends again what the others no longer count.

      - `node` is the writer. `replica` is the log that is cut. `number` counts the fences of that replica.
      - `end` is where the log is cut. In a `promise` it is how much of the log the writer has. In `back` it is the
        place up to which the writer's messages follow under new offsets.
      - `ballot` is 0 in steps that belong to no ballot.
      - `voted` and `voted_end` are the ballot and the end of the last vote of a node that promises, or 0.

      ```json
      %s```

      ### `txn-causal`
      Records: `[time, [[key, value], …], {replica: number, …}]`, the writes of one transaction. `time` is a Lamport time.
      The last part names the records that the transaction had seen and that no earlier record of its replica names. A
      node shows a record once it shows all that the record names.
      ```json
      %s
      ```
      """;

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    ElementLog set = new ElementLog(SELF);
    String values = ProtocolPage.text(set.addition(List.of(Json.of(8), Json.of(9))).toJson());
    SlotTable slots = new SlotTable(SELF);
    slots.add(BigInteger.valueOf(5));
    String sum = ProtocolPage.text(slots.addition(BigInteger.valueOf(7)).toJson());
    KafkaLogs logs = new KafkaLogs(SELF, NODES.get(0), NODES, Long.MAX_VALUE);
    Json message = logs.message("orders", Json.of("a message"));
    logs.write(List.of(message));
    ProtocolPage.holds(
        PAGE.formatted(
            values,
            sum,
            ProtocolPage.text(message),
            ProtocolPage.text(new KafkaEntry("orders", 3, null).toJson()),
            ProtocolPage.text(logs.has()),
            steps(),
            ProtocolPage.text(transaction())));
  }

  private static String steps() {
    StringBuilder steps = new StringBuilder();
    for (FenceNote.Step step : FenceNote.Step.values()) {
      boolean isOwn = step == FenceNote.Step.RETURNS || step == FenceNote.Step.BACK;
      FenceNote note = FenceNote.of(step, isOwn ? "n2" : "n0", OTHER, 1, isOwn ? 45 : 41);
      steps.append(ProtocolPage.text((isOwn ? note : note.in(3)).toJson())).append('\n');
    }
    return steps.toString();
  }

  private static Json transaction() {
    TxnLog log = new TxnLog(SELF);
    TxnLog other = new TxnLog(OTHER);
    other.write(other.record(Map.of(Json.of("x"), Json.of(1))));
    other
        .since(new VersionVector(new TreeMap<>()), Integer.MAX_VALUE)
        .forEach(delta -> log.join(delta));
    log.show();
    Map<Json, Json> writes = new LinkedHashMap<>();
    writes.put(Json.of("x"), Json.of(2));
    writes.put(Json.of("y"), Json.of(3));
    return log.record(writes);
  }
}
