package dev.tattle.runtime;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Message;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.runtime.disk.DataFolderException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a node on its thread. It hands due timers and messages to the node, timers first, and
 * carries out the effects.
 *
 * <p>A line that is not a message is logged, and answered if it says whom to answer. A request to
 * another node is answered with {@link RpcError#NODE_NOT_FOUND}. Any other message to another node
 * is dropped. {@code init} is accepted at any address, because it gives the node its own.
 *
 * <p>Thread rule: it runs on one thread. Call {@link #crash} only after that thread has ended.
 */
public final class NodeLoop implements Runnable {
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final NodeHost host;
  private final Inbox inbox;
  private final Transport transport;
  private final WallClock clock = new WallClock();
  private final Log log;
  private final @Nullable GroupCommit commit;
  private final DiskWatcher disk;
  private final Timers timers = new Timers();
  private @Nullable Message inHand;
  private int sizeBefore;
  private @Nullable Throwable crash;

  /** Prepares a loop. The loop ends when the inbox is closed and empty. */
  public NodeLoop(NodeFactory factory, Inbox inbox, Transport transport, RuntimeOptions options) {
    this.inbox = inbox;
    this.transport = transport;
    log = options.log();
    disk = options.disk();
    commit =
        options.dataFolder() == null
            ? null
            : new GroupCommit(options.dataFolder(), options.part(), log, options.fsync());
    host = new NodeHost(factory, new Incarnations(clock, log, commit));
  }

  /**
   * The error that ended the loop early; null if none did. Call it only after the thread has ended.
   */
  public @Nullable Throwable crash() {
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
      if (commit != null) {
        commit.close();
      }
    }
  }

  private void handleAll() throws IOException, InterruptedException {
    while (!inbox.isFinished()) {
      for (Inbound line : inbox.take(nanosUntilDue())) {
        fireTimers();
        handle(line);
      }
      fireTimers();
      tryDisk();
      letOut();
      begin(null);
    }
    begin(null);
    carryOut(host.onStop());
    letOut();
  }

  private long nanosUntilDue() {
    long nowNanos = clock.nowNanos();
    long timer = timers.nanosUntilNext(nowNanos);
    return commit == null ? timer : Math.min(timer, commit.nanosUntilDue(nowNanos));
  }

  private void tryDisk() throws IOException {
    if (commit != null && commit.hasRecovered(clock.nowNanos())) {
      log.event(Log.Level.WARN, "disk-works", "the disk can be written again");
      disk.onFailing(false);
      carryOut(host.diskWorks());
    }
  }

  private void fireTimers() throws IOException {
    // Read the clock once, so that timers that set each other without delay cannot keep messages
    // out.
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
        transport.send(reply);
      }
    } else if (line instanceof Inbound.ReaderFailed failed) {
      throw new IllegalStateException("the reader failed", failed.cause());
    }
  }

  private void handle(Message message) throws IOException {
    begin(message);
    boolean isInit = message.body().type().equals("init");
    if (isInit) {
      settle(); // An earlier incarnation sends its messages under its own name.
    }
    NodeId self = host.self();
    if (self == null || self.equals(message.dest()) || isInit) {
      if (log.shows(Log.Level.DEBUG)) {
        log.debug(describe(message));
      }
      carryOut(host.onMessage(message));
      logRefusal(message);
    } else {
      String text = "this node is " + self + ", not " + message.dest();
      refused(message, describe(message) + ": " + text);
      answer(message, RpcError.NODE_NOT_FOUND.body(text));
    }
  }

  private void logRefusal(Message message) {
    RequestException refusal = host.refusal();
    if (refusal == null) {
      return;
    }
    String line = describe(message) + " is refused: " + refusal.getMessage();
    boolean isToldAlready = commit != null && commit.isFailing();
    switch (refusal.error()) {
      case NOT_SUPPORTED, MALFORMED_REQUEST -> refused(message, line);
      case TEMPORARILY_UNAVAILABLE -> {
        if (isToldAlready) {
          log.debug(line);
        } else {
          refused(message, line);
        }
      }
      default -> log.debug(line);
    }
  }

  private void refused(Message message, String line) {
    String peer = message.src().name();
    log.event(Log.Level.WARN, "message-refused", line, "peer", peer, "type", message.body().type());
  }

  /** Notes what is being handled, in case it crashes the node. */
  private void begin(@Nullable Message message) {
    inHand = message;
    sizeBefore = transport.size();
  }

  private void carryOut(List<Effect> effects) throws IOException {
    // Read the clock once, so that timers with equal delays fire in the order in which they were
    // set.
    long nowNanos = clock.nowNanos();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        send(send);
      } else if (effect instanceof Effect.SetTimer set) {
        timers.set(set.timer(), set.delay(), nowNanos);
      } else if (effect instanceof Effect.CancelTimer cancel) {
        timers.cancel(cancel.timer());
      } else if (effect instanceof Effect.CancelAllTimers) {
        timers.cancelAll();
      } else if (commit != null) {
        commit.add(effect);
      } else {
        throw Effect.unknown(effect);
      }
    }
    if (transport.isFull() || (commit != null && commit.isFull())) {
      letOut();
    }
  }

  private void send(Effect.Send send) {
    if (commit == null || commit.isEmpty()) {
      transport.send(new Message(source(), send.dest(), send.body()));
    } else {
      commit.add(send);
    }
  }

  /** Puts records on the disk and then sends all messages. */
  private void letOut() throws IOException {
    settle();
    transport.flush();
  }

  private void settle() throws IOException {
    long nowNanos = clock.nowNanos();
    if (commit == null || !commit.isDue(nowNanos)) {
      return;
    }
    List<Effect.Send> sends;
    try {
      sends = commit.commit(nowNanos);
      kept(clock.nowNanos() - nowNanos);
    } catch (IOException e) {
      String why =
          "cannot write to the disk: " + e.getMessage() + "; free space, and the node continues";
      log.event(Log.Level.ERROR, "disk-failed", why);
      disk.onFailing(true);
      carryOut(host.onDiskFailure(why, commit.drop(nowNanos)));
      return;
    }
    for (Effect.Send send : sends) {
      transport.send(new Message(source(), send.dest(), send.body()));
    }
  }

  private void kept(long nanos) {
    disk.onKept(nanos);
    if (nanos > SLOW_NANOS) {
      long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
      String text = "the disk is slow: it took " + millis + " ms to write records";
      log.event(Log.Level.WARN, "disk-slow", text, "millis", millis);
    }
  }

  /** The node's name. A node without a name uses the one that the message in hand calls it by. */
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
      transport.send(new Message(source(), message.src(), body.withInReplyTo(msgId)));
    }
  }

  private void crash(Throwable cause) {
    crash = cause;
    String where = inHand == null ? "the node crashed" : describe(inHand) + " crashed the node";
    String text = where + ": " + cause;
    if (cause instanceof DataFolderException) {
      text = String.valueOf(cause.getMessage());
      log.error(text);
    } else {
      log.error(where, cause);
    }
    // As with a refusal, drop what the handler had begun to send.
    transport.truncate(sizeBefore);
    if (inHand != null) {
      answer(inHand, RpcError.CRASH.body(text));
    }
    try {
      letOut();
    } catch (IOException e) {
      log.info("the output is closed: " + e.getMessage());
    }
  }

  private static String describe(Message message) {
    return "'" + message.body().type() + "' from " + message.src();
  }
}
