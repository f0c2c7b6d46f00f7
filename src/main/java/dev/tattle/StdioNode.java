package dev.tattle;

import dev.tattle.core.NodeFactory;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.RuntimeOptions;
import dev.tattle.runtime.stdio.StdioProcess;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Runs a node as a program: one JSON message a line on stdin and stdout, as Maelstrom's {@code
 * --bin} expects it. Call it from {@code main}, once a process:
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   System.exit(StdioNode.run(SetNode::new));
 * }
 * }</pre>
 *
 * <p>While the node runs, {@link System#out} prints to stderr, because stdout carries the messages.
 * Warnings and errors are logged to stderr, too. The node ends when its input ends, or when the
 * process is told to end (SIGTERM): it handles what it has read, then {@link
 * dev.tattle.core.Node#onStop} is called.
 *
 * <p>Thread rule: {@code run} blocks its caller and calls the node on a thread of its own.
 */
public final class StdioNode {
  private StdioNode() {}

  /**
   * Runs a node that keeps everything in memory.
   *
   * @return the exit status: 0 if the input ended, 1 if the node crashed; the log says why
   */
  public static int run(NodeFactory factory) {
    return start(factory, null);
  }

  /**
   * Runs a node that keeps its records on disk.
   *
   * @param dataFolder where the node keeps them, in a folder of its name; both are made if missing
   * @return the exit status: 0 if the input ended, 1 if the node crashed or the folder cannot be
   *     used; the log says why
   */
  public static int run(NodeFactory factory, Path dataFolder) {
    return start(factory, dataFolder);
  }

  private static int start(NodeFactory factory, @Nullable Path dataFolder) {
    Log log = new Log(Log.Level.WARN, System.err);
    return StdioProcess.run(factory, new RuntimeOptions(log, dataFolder), System.err);
  }
}
