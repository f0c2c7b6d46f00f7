package dev.tattle.runtime.stdio;

import dev.tattle.core.NodeFactory;
import dev.tattle.runtime.NodeCrashException;
import dev.tattle.runtime.RuntimeOptions;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Runs one node as this process, on the process's stdin and stdout, until the input ends or a
 * signal stops it.
 */
public final class StdioProcess {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private StdioProcess() {}

  /**
   * Runs the node to its end.
   *
   * @param prints gets everything printed to {@link System#out}, which would otherwise mix with the
   *     messages
   * @return the exit status: 0 if the input ended, 1 if the node crashed (the log says why)
   */
  public static int run(NodeFactory factory, RuntimeOptions options, PrintStream prints) {
    System.setOut(prints);
    StdioRuntime runtime =
        new StdioRuntime(
            factory,
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            options);
    Runtime.getRuntime().addShutdownHook(new StopHook(runtime, STOP_PATIENCE));
    try {
      runtime.run();
      return 0;
    } catch (NodeCrashException alreadyLogged) {
      return 1;
    } catch (InterruptedException e) {
      options.log().error("interrupted", e);
      return 1;
    }
  }
}
