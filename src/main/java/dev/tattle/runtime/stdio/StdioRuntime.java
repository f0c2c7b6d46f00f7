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
 * Runs one node on two streams, one message per line. It writes replies when it has handled all
 * lines that were waiting, or when 64 KiB of replies wait.
 *
 * <p>It ends when the input ends or {@link #stop} is called. It then handles the lines that were
 * read, calls {@link dev.tattle.core.Node#onStop} and flushes for the last time. If the output is
 * closed, it ends at once and without an error, because nobody could see what the node does.
 *
 * <p>At most 10,000 lines or 16 MiB wait to be handled. At that bound it stops reading until the
 * node has caught up, so the pipe fills and the sender waits. The node waits while nobody reads the
 * output.
 *
 * <p>Thread rule: {@link #run} once, on any thread; the others on any thread, at any time.
 */
public final class StdioRuntime {
  // A value may nest a thousand levels deep, and equality and hashing take a kilobyte per level.
  private static final long STACK_BYTES = 16 << 20;

  private final Inbox inbox = new Inbox();
  private final Thread reader;
  private final NodeLoop loop;
  private final Thread node;

  /** Prepares a node that keeps nothing on the disk. */
  public StdioRuntime(NodeFactory factory, InputStream in, OutputStream out, Log log) {
    this(factory, in, out, new RuntimeOptions(log, null));
  }

  public StdioRuntime(
      NodeFactory factory, InputStream in, OutputStream out, RuntimeOptions options) {
    loop = new NodeLoop(factory, inbox, new Output(out), options);
    node = new Thread(null, loop, "node", STACK_BYTES);
    reader = new Thread(null, new MessageReader(in, inbox, options.log()), "reader", STACK_BYTES);
    // A thread that waits for input can't be stopped, and it must not keep the process alive.
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

  /** Waits until the node has stopped. Returns false if it has not stopped in time. */
  public boolean awaitStop(Duration patience) throws InterruptedException {
    node.join(Math.max(1, patience.toMillis()));
    return !node.isAlive();
  }
}
