package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls one handler of one node and returns its effects as a list of values. */
public final class NodeTester {
  public final FakeEnvironment environment;
  final Node node;
  private final Effects effects = new Effects();

  public NodeTester(FakeEnvironment environment, NodeFactory factory) {
    this.environment = environment;
    effects.keepRecords(environment.isDurable());
    this.node = factory.create(environment);
  }

  public List<Effect> start() {
    node.onStart(effects);
    return effects.drain();
  }

  /** A client's request under msg_id 1. */
  public List<Effect> request(Body body) {
    return receive("c1", body.withMsgId(1));
  }

  public List<Effect> receive(String src, Body body) {
    node.onMessage(new Message(new NodeId(src), environment.self(), body), effects);
    return effects.drain();
  }

  public List<Effect> fire(Timer timer) {
    node.onTimer(timer, effects);
    return effects.drain();
  }

  public List<Effect> stop() {
    node.onStop(effects);
    return effects.drain();
  }

  /** From now on the disk can't be written. */
  public void failDisk(@Nullable String why) {
    effects.refuseRecords(why);
  }

  public void pass(Duration time) {
    environment.nowNanos += time.toNanos();
  }

  /** The reply to {@link #request}. */
  public static Effect reply(Body body) {
    return send("c1", body.withInReplyTo(1));
  }

  public static Effect send(String dest, Body body) {
    return new Effect.Send(new NodeId(dest), body);
  }

  public static Effect set(Timer timer, Duration delay) {
    return new Effect.SetTimer(timer, delay);
  }

  public static Effect cancel(Timer timer) {
    return new Effect.CancelTimer(timer);
  }
}
