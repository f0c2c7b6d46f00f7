package dev.tattle.bench.process;

import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.NodeLine;
import dev.tattle.wire.WireException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * One node's process and its threads. One thread reads and decodes its output, one encodes and
 * writes its input, one keeps its log.
 */
final class NodeProcess {
  /** The most messages that wait for a node that does not read them. */
  static final int MAX_WAITING = 100_000;

  private static final int SHOWN_BYTES = 2_000;
  private static final long LAST_WORDS_MILLIS = 1_000;
  private static final long DEATH_MILLIS = 5_000;
  private static final Signals SIGNALS = new Signals("sh");

  /** A process that was ended by a signal has this exit status plus the signal's number. */
  static final int SIGNALLED = 128;

  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  /** Hears of the process, on the process's own threads. */
  interface Listener {
    void onLine(NodeProcess node, NodeLine line) throws InterruptedException;

    /** The process wrote a line that is no message; a long line is cut. */
    void onGarbage(NodeProcess node, String line, String problem) throws InterruptedException;

    /** A thread of the bench that served the process failed, so the run cannot go on. */
    void onCrash(Throwable failure);

    /** The process has ended, and all that it wrote before has been reported. */
    void onExit(NodeProcess node) throws InterruptedException;
  }

  /** The work of one thread, until its stream or the run ends. */
  private interface Job {
    void run() throws IOException, InterruptedException;
  }

  private record Delivery(long id, Message message) {}

  private final NodeId id;
  private final Process process;
  private final Listener listener;
  private final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final LineTail stdout = new LineTail();
  private final Unfinished output;
  private final NodeLog stderr;
  private final Thread out;
  private final Thread err;
  private final Thread in;
  private final Thread exit;

  private NodeProcess(NodeId id, Process process, NodeLog stderr, Listener listener) {
    this.id = id;
    this.process = process;
    this.output = new Unfinished(process.getInputStream(), System::nanoTime);
    this.stderr = stderr;
    this.listener = listener;
    this.out = thread("stdout", this::readStdout);
    this.err = thread("stderr", this::readStderr);
    this.in = thread("stdin", this::writeStdin);
    this.exit = thread("exit", this::awaitExit);
  }

  /** Starts the process. */
  static NodeProcess start(
      NodeId id, NodeProgram command, Directories directories, Listener listener)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(command.bin().toRealPath().toString());
    line.addAll(command.args());
    NodeLog log = new NodeLog(id, directories.log, command.stderr());
    ProcessBuilder builder = new ProcessBuilder(line).directory(directories.working.toFile());
    NodeProcess node = new NodeProcess(id, builder.start(), log, listener);
    List.of(node.out, node.err, node.in, node.exit).forEach(Thread::start);
    return node;
  }

  /**
   * Checks that processes can be paused here.
   *
   * @throws IOException if they can't; the message says what is missing
   */
  static void requireSignals() throws IOException, InterruptedException {
    SIGNALS.require();
  }

  /** The working directory of a node, and the file for its standard error. */
  record Directories(Path working, Path log) {}

  NodeId id() {
    return id;
  }

  long pid() {
    return process.pid();
  }

  /**
   * Sends a message to its standard input; false if {@value #MAX_WAITING} messages wait already.
   */
  boolean deliver(long messageId, Message message) {
    return waiting.offer(new Delivery(messageId, message));
  }

  boolean hasEnded() {
    return !process.isAlive();
  }

  /** Its exit status; it must have ended. */
  int exitStatus() {
    return process.exitValue();
  }

  /** True if SIGINT or SIGTERM ended it: Ctrl-C sends the former, and ending a job the latter. */
  boolean wasEndedByTerminal() {
    return exitStatus() == SIGNALLED + SIGINT || exitStatus() == SIGNALLED + SIGTERM;
  }

  /** The last lines of its standard output. */
  List<String> lastStdout() {
    return stdout.lines();
  }

  /** The beginning of a line of its standard output that it has not ended. */
  Unfinished unfinished() {
    return output;
  }

  /** The last lines of its standard error. */
  List<String> lastStderr() {
    return stderr.lastLines();
  }

  /** Kills the process and all its descendants. */
  void kill() {
    // Once their parent is dead, its descendants can't be found.
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    for (ProcessHandle descendant : descendants) {
      descendant.descendants().forEach(ProcessHandle::destroyForcibly);
      descendant.destroyForcibly();
    }
  }

  /**
   * Waits after {@link #kill} for its end, for at most five seconds: the system may be slow to free
   * what it held.
   */
  void awaitEnd() throws InterruptedException {
    process.waitFor(DEATH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Waits a little after {@link #kill} for its last lines. */
  void awaitLastWords() throws InterruptedException {
    exit.join(3 * LAST_WORDS_MILLIS);
  }

  /**
   * Pauses it and all its descendants.
   *
   * @throws IOException if that can't be done, or if it has ended
   */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Ends a {@link #pause}. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    LongStream descendants = process.descendants().mapToLong(ProcessHandle::pid);
    SIGNALS.send(signal, LongStream.concat(LongStream.of(process.pid()), descendants));
  }

  private void readStdout() throws IOException, InterruptedException {
    OutputReader lines = new OutputReader();
    lines.readAll(output, this::onLine);
  }

  private void onLine(byte[] buffer, int offset, int length) throws InterruptedException {
    stdout.add(buffer, offset, length);
    NodeLine read;
    try {
      read = NodeLine.read(buffer, offset, length);
    } catch (WireException e) {
      String line = OutputReader.shown(buffer, offset, length, SHOWN_BYTES);
      listener.onGarbage(this, line, e.problem());
      return;
    }
    listener.onLine(this, read);
  }

  private void readStderr() throws IOException, InterruptedException {
    OutputReader lines = new OutputReader();
    try (stderr) {
      lines.readAll(process.getErrorStream(), stderr);
    }
  }

  private void writeStdin() throws IOException, InterruptedException {
    try (OutputStream out = new BufferedOutputStream(process.getOutputStream())) {
      while (true) {
        Delivery next = waiting.take();
        while (next != null) {
          MessageCodec.encode(next.id, next.message, out);
          next = waiting.poll();
        }
        out.flush();
      }
    }
  }

  private void awaitExit() throws InterruptedException {
    process.waitFor();
    in.interrupt();
    // A descendant may hold the streams open for ever.
    out.join(LAST_WORDS_MILLIS);
    err.join(LAST_WORDS_MILLIS);
    listener.onExit(this);
  }

  private Thread thread(String name, Job job) {
    Thread thread =
        new Thread(
            () -> {
              try {
                job.run();
              } catch (IOException streamEnded) {
                // The process has ended or was killed; the thread that awaits its exit reports
                // that.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            id + " " + name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((unused, failure) -> listener.onCrash(failure));
    return thread;
  }
}
