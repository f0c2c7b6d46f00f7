package dev.tattle.bench.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * A process and its bare pipes, without queue or codec, for measurements. It runs in a directory of
 * its own, and on the bench's JDK if it uses one.
 *
 * <p>Thread rule: one thread starts, feeds and closes it; the listener is called on another thread.
 */
public final class PipedProcess implements AutoCloseable {
  private static final long DEATH_MILLIS = 5_000;
  private static final long LAST_WORDS_MILLIS = 1_000;

  private final Process process;
  private final Path directory;
  private final Listener listener;
  private final LineTail stderr = new LineTail();
  private final Thread err;
  private final Thread hook = new Thread(this::kill, "kill a measured process");

  private PipedProcess(Process process, Path directory, Listener listener) {
    this.process = process;
    this.directory = directory;
    this.listener = listener;
    err = thread("stderr", () -> new OutputReader().readAll(process.getErrorStream(), stderr::add));
  }

  /** Hears the process's output, on the process's own thread. */
  public interface Listener {
    /** Handles a line, without its line break. The buffer is reused afterwards. */
    void onLine(byte[] buffer, int offset, int length);

    /** The output has ended. */
    void onEnd();
  }

  /** Writes to its standard input, which stays open. */
  public interface Feed {
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  private interface Job {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Starts a program with its arguments.
   *
   * @throws IOException if it can't be started
   */
  public static PipedProcess start(List<String> command, Listener listener) throws IOException {
    Path directory = Files.createTempDirectory("tattle-perf-");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      Files.delete(directory);
      throw e;
    }
    PipedProcess piped = new PipedProcess(process, directory, listener);
    Runtime.getRuntime().addShutdownHook(piped.hook);
    piped.thread("stdout", piped::readStdout).start();
    piped.err.start();
    return piped;
  }

  /** Feeds it on another thread, until the feed ends or the process no longer reads. */
  public void feed(Feed feed) {
    thread("stdin", () -> feed.writeTo(process.getOutputStream())).start();
  }

  /** The process and all its descendants. */
  public LongStream pids() {
    return processes().stream().mapToLong(ProcessHandle::pid);
  }

  /** How it ended, and the last lines of its standard error; for people. */
  public String lastWords() throws InterruptedException {
    boolean hasEnded = process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    // A descendant may hold the stream open for ever.
    err.join(LAST_WORDS_MILLIS);
    List<String> lines = stderr.lines();
    String said = lines.isEmpty() ? "" : "; its last words: " + lines.get(lines.size() - 1);
    return (hasEnded ? "exit status " + process.exitValue() : "it closed its output") + said;
  }

  /** Kills the process and all its descendants, and removes its directory. */
  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already.
    }
    try {
      process.waitFor(DEATH_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ProcessCluster.delete(directory);
  }

  /**
   * Kills by handles. Destroying a {@link Process} would also close its streams, and that waits for
   * a write that a descendant does not read.
   */
  private void kill() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }

  private List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
    process.descendants().forEach(all::add);
    return all;
  }

  private void readStdout() throws IOException, InterruptedException {
    try {
      new OutputReader().readAll(process.getInputStream(), listener::onLine);
    } finally {
      listener.onEnd();
    }
  }

  private Thread thread(String name, Job job) {
    Thread thread =
        new Thread(
            () -> {
              try {
                job.run();
              } catch (IOException streamEnded) {
                // The listener hears of the end.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            process.pid() + " " + name);
    thread.setDaemon(true);
    return thread;
  }
}
