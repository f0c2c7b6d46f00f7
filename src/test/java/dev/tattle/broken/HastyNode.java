package dev.tattle.broken;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.util.ArrayList;
import java.util.List;

/** A right durable node with one fault: it sends its messages before it writes its records. */
final class HastyNode implements Node {
  private final Node good;

  HastyNode(NodeFactory good, Environment environment) {
    this.good = good.create(environment);
  }

  @Override
  public void onStart(Outbox out) {
    good.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Hasty hasty = new Hasty(out);
    good.onMessage(message, hasty);
    hasty.late.forEach(out::append);
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    good.onTimer(timer, out);
  }

  private static final class Hasty extends ForwardingOutbox {
    private final List<Json> late = new ArrayList<>();

    Hasty(Outbox out) {
      super(out);
    }

    @Override
    public void append(Json record) {
      late.add(record);
    }
  }
}
