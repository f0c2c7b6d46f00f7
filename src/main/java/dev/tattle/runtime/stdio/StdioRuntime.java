package dev.tattle.runtime.stdio;

import dev.tattle.core.NodeFactory;
import dev.tattle.runtime.Inbox;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.NodeCrashException;
import dev.tattle.runtime.NodeLoop;
import dev.tattle.runtime.RuntimeOptions;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Runs one node on two streams, a message a line. Replies are written when all lines that were
 * waiting are handled, or 64 KiB have gathered.
 *
 * <p>It ends when the input ends or {@link #stop} is called: what was read is handled, then {@link
 * dev.tattle.core.Node#onStop}, then the last flush. It ends at once, and quietly, when nobody
 * reads the output any more: nothing that the node does could be seen.
 *
 * <p>At most 10,000 lines or 16 MiB wait to be handled; then reading stops until the node has
 * caught up, so the pipe fills and the sender waits. While nobody reads the output, the node waits.
 *
 * <p>Thread rule: {@link #run} once, on any thread; the others on any thread, at any time.
 */
public final class StdioRuntime {
  // A value may nest a thousand levels deep, and equality and hashing take a kilobyte a level.
  private static final long STACK_BYTES = 16 << 20;

  private final Inbox inbox = new Inbox();
  private final Thread reader;
  private final NodeLoop loop;
  private final Thread node;

  /** A node that keeps nothing. */
  public StdioRuntime(NodeFactory factory, InputStream in, OutputStream out, Log log) {
    this(factory, in, out, new RuntimeOptions(log, null));
  }

  public StdioRuntime(
      NodeFactory factory, InputStream in, OutputStream out, RuntimeOptions options) {
    loop = new NodeLoop(factory, inbox, new Output(out), options);
    node = new Thread(null, loop, "node", STACK_BYTES);
    reader = new Thread(null, new MessageReader(in, inbox, options.log()), "reader", STACK_BYTES);
    // A thread that waits for input cannot be stopped; it must not keep the process alive.
    reader.setDaemon(true);
  }

  /** Runs the node to its end. */
  public void run() throws NodeCrashException, InterruptedException {
    reader.start();
    node.start();
    node.join();
    Throwable cause = loop.crash();
    if (cause != null) {
      throw new NodeCrashException(cause);
    }
  }

  /** Asks the node to stop; returns at once. */
  public void stop() {
    inbox.close();
  }

  /** Waits until the node has stopped; false where it has not in time. */
  public boolean awaitStop(Duration patience) throws InterruptedException {
    node.join(Math.max(1, patience.toMillis()));
    return !node.isAlive();
  }
}
