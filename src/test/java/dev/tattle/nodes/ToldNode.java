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
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.Witness;
import java.util.Set;

/**
 * A node of the service's strong counters that knows all others from the start. Its clients may ask
 * what otherwise only the operator of the node may ask.
 */
class ToldNode implements Node {
  private static final Set<String> OWN = Set.of("members", "leave", "found", "remove");

  private final Environment environment;
  private final StrongNode node;

  ToldNode(Environment environment, int founders) {
    this.environment = environment;
    node = new StrongNode(environment, founders, RaftSettings.DEFAULT, Witness.NONE);
  }

  @Override
  public void onStart(Outbox out) {
    node.onStart(out);
    Json names = Json.array(environment.nodes().stream().map(Json::of).toList());
    Body members =
        Body.of("members", "members", names, "size", Json.of(environment.nodes().size()));
    node.onMessage(new Message(environment.self(), environment.self(), members), out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    if (OWN.contains(message.body().type())) {
      NodeId self = environment.self();
      node.onMessage(new Message(self, self, message.body()), new ToClient(out, message));
    } else {
      node.onMessage(message, out);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    node.onTimer(timer, out);
  }

  @Override
  public void onStop(Outbox out) {
    node.onStop(out);
  }

  /** Sends to the client what the node answers to itself. */
  private static final class ToClient extends ForwardingOutbox {
    private final Message request;

    ToClient(Outbox out, Message request) {
      super(out);
      this.request = request;
    }

    @Override
    public void send(NodeId dest, Body body) {
      super.send(dest.equals(request.dest()) ? request.src() : dest, body);
    }
  }
}
