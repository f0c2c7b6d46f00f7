package dev.tattle.nodes;

import dev.tattle.broken.ForwardingOutbox;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows named counters to a workload of a single counter. Its members can change. */
class ManyCountersNode implements Node {
  final Environment environment;
  private final CountersNode node;

  ManyCountersNode(Environment environment) {
    this.environment = environment;
    node = new CountersNode(environment);
  }

  final void members(List<NodeId> members, Outbox out) {
    List<Json> names = new ArrayList<>();
    members.forEach(member -> names.add(Json.of(member.name())));
    Body body = Body.of("members", "members", Json.array(names), "size", Json.of(members.size()));
    node.onMessage(new Message(environment.self(), environment.self(), body), new Answers(out));
  }

  /** Converts answers to the form that the workload expects. */
  private static final class Answers extends ForwardingOutbox {
    Answers(Outbox out) {
      super(out);
    }

    @Override
    public void send(NodeId dest, Body body) {
      Map<String, Json> fields = new LinkedHashMap<>(body.fields());
      if (body.type().equals("add_ok")) {
        fields.clear();
      } else if (body.type().equals("read_ok")) {
        fields.keySet().retainAll(List.of("value"));
      }
      super.send(dest, new Body(body.type(), body.msgId(), body.inReplyTo(), fields));
    }
  }

  @Override
  public void onStart(Outbox out) {
    node.onStart(new Answers(out));
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    boolean isClients = List.of("add", "read").contains(message.body().type());
    Body body = isClients ? message.body().with("counter", Json.of("the one")) : message.body();
    node.onMessage(new Message(message.src(), message.dest(), body), new Answers(out));
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    node.onTimer(timer, new Answers(out));
  }
}
