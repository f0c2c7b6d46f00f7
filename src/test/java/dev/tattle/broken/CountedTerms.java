package dev.tattle.broken;

import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;

/** Counts the terms of unchanged Rafts. It serves one run after the other. */
final class CountedTerms implements NodeFactory {
  private final NodeFactory rafts;
  private long latest;

  CountedTerms(NodeFactory rafts) {
    this.rafts = rafts;
  }

  /** The latest term that any node was told of, from the first run on. */
  long latest() {
    return latest;
  }

  @Override
  public Node create(Environment environment) {
    Node raft = rafts.create(environment);
    return new Node() {
      @Override
      public void onStart(Outbox out) {
        raft.onStart(out);
      }

      @Override
      public void onMessage(Message message, Outbox out) {
        if (message.body().has("term")) {
          latest = Math.max(latest, message.body().integer("term"));
        }
        raft.onMessage(message, out);
      }

      @Override
      public void onTimer(Timer timer, Outbox out) {
        raft.onTimer(timer, out);
      }
    };
  }
}
