package dev.tattle.runtime.stdio;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Message;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.runtime.Log;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of the node's thread: messages, timers that are due before them, and what they want
 * done.
 *
 * <p>A line that is not a message is logged, and answered where it says whom to answer. A request
 * to another node is answered with {@link RpcError#NODE_NOT_FOUND}, and any other message to
 * another node is dropped; {@code init} is taken at any address, since it is what gives the node
 * its own.
 */
final class NodeLoop implements Runnable {
  private final NodeHost host;
  private final Inbox inbox;
  private final Output output;
  private final WallClock clock;
  private final Log log;
  private final Timers timers = new Timers();
  private @Nullable Message inHand;
  private int outputBefore;
  private @Nullable Throwable crash;

  NodeLoop(NodeHost host, Inbox inbox, Output output, WallClock clock, Log log) {
    this.host = host;
    this.inbox = inbox;
    this.output = output;
    this.clock = clock;
    this.log = log;
  }

  /** What ended the loop before its time; null where nothing did. Only after its thread's end. */
  @Nullable Throwable crash() {
    return crash;
  }

  @Override
  public void run() {
    try {
      handleAll();
    } catch (IOException e) {
      log.info("the output is closed: " + e.getMessage());
    } catch (InterruptedException | RuntimeException | Error e) {
      crash(e);
    } finally {
      inbox.close();
    }
  }

  private void handleAll() throws IOException, InterruptedException {
    while (!inbox.isFinished()) {
      for (Inbound line : inbox.take(timers.nanosUntilNext(clock.nowNanos()))) {
        fireTimers();
        handle(line);
      }
      fireTimers();
      output.flush();
      begin(null);
    }
    begin(null);
    carryOut(host.onStop());
    output.flush();
  }

  private void fireTimers() throws IOException {
    // The time is taken once: timers that set each other without delay do not keep messages out.
    long nowNanos = clock.nowNanos();
    Timer timer = timers.pollDue(nowNanos);
    while (timer != null) {
      begin(null);
      carryOut(host.onTimer(timer));
      timer = timers.pollDue(nowNanos);
    }
  }

  private void handle(Inbound line) throws IOException {
    begin(null);
    if (line instanceof Inbound.Received received) {
      handle(received.message());
    } else if (line instanceof Inbound.Malformed malformed) {
      log.warn(malformed.problem().problem());
      Message reply = malformed.problem().reply();
      if (reply != null) {
        output.add(reply);
      }
    } else if (line instanceof Inbound.ReaderFailed failed) {
      throw new IllegalStateException("the reader failed", failed.cause());
    }
  }

  private void handle(Message message) throws IOException {
    begin(message);
    NodeId self = host.self();
    if (self == null || self.equals(message.dest()) || message.body().type().equals("init")) {
      carryOut(host.onMessage(message));
      logRefusal(message);
    } else {
      String text = "this is " + self + ", not " + message.dest();
      log.warn(describe(message) + ": " + text);
      answer(message, RpcError.NODE_NOT_FOUND.body(text));
    }
  }

  private void logRefusal(Message message) {
    RequestException refusal = host.refusal();
    if (refusal == null) {
      return;
    }
    String line = describe(message) + " is refused: " + refusal.getMessage();
    switch (refusal.error()) {
      case NOT_SUPPORTED, MALFORMED_REQUEST, TEMPORARILY_UNAVAILABLE -> log.warn(line);
      default -> log.debug(line);
    }
  }

  /** Notes what is being handled, for the case that it crashes the node. */
  private void begin(@Nullable Message message) {
    inHand = message;
    outputBefore = output.size();
  }

  private void carryOut(List<Effect> effects) throws IOException {
    // The time is taken once, so that timers with equal delays fire in the order of being set.
    long nowNanos = clock.nowNanos();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        output.add(new Message(source(), send.dest(), send.body()));
      } else if (effect instanceof Effect.SetTimer set) {
        timers.set(set.timer(), set.delay(), nowNanos);
      } else if (effect instanceof Effect.CancelTimer cancel) {
        timers.cancel(cancel.timer());
      } else if (effect instanceof Effect.CancelAllTimers) {
        timers.cancelAll();
      } else {
        throw Effect.unknown(effect);
      }
    }
    if (output.isFull()) {
      output.flush();
    }
  }

  /** The node's name; before it has one, what the message in hand calls it. */
  private NodeId source() {
    NodeId self = host.self();
    if (self != null) {
      return self;
    }
    if (inHand == null) {
      throw new IllegalStateException("a node without a name wants to send");
    }
    return inHand.dest();
  }

  private void answer(Message message, Body body) {
    Long msgId = message.body().msgId();
    if (msgId != null && message.body().isRequest()) {
      output.add(new Message(source(), message.src(), body.withInReplyTo(msgId)));
    }
  }

  private void crash(Throwable cause) {
    crash = cause;
    String where = inHand == null ? "the node crashed" : describe(inHand) + " crashed the node";
    log.error(where, cause);
    // As with a refusal, what the handler had begun to send is not sent.
    output.truncate(outputBefore);
    if (inHand != null) {
      answer(inHand, RpcError.CRASH.body(where + ": " + cause));
    }
    try {
      output.flush();
    } catch (IOException e) {
      log.info("the output is closed: " + e.getMessage());
    }
  }

  private static String describe(Message message) {
    return "'" + message.body().type() + "' from " + message.src();
  }
}
