package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.List;

/**
 * The outbox of a replica. A message goes to the node of another replica, and names both replicas.
 * Records go after the replica's own records.
 */
record ReplicaOutbox(ReplicaRecords records, Outbox out) implements Outbox {
  static final String FROM = "from";
  static final String TO = "to";

  @Override
  public void send(NodeId dest, Body body) {
    Body addressed = body.with(FROM, Json.of(records.replica())).with(TO, Json.of(dest));
    out.send(ReplicaRecords.node(dest), addressed);
  }

  @Override
  public void reply(Message request, Body body) {
    out.reply(request, body);
  }

  @Override
  public void setTimer(Timer timer, Duration delay) {
    out.setTimer(timer, delay);
  }

  @Override
  public void cancelTimer(Timer timer) {
    out.cancelTimer(timer);
  }

  @Override
  public void append(Json record) {
    out.append(record);
  }

  @Override
  public void checkpoint(List<Json> group) {
    records.checkpoint(group, out);
  }
}
