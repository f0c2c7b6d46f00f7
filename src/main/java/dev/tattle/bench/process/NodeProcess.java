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
 * One node's process, and the threads that move its lines: one reads and decodes what it says, one
 * encodes and writes what it is told, one keeps its log.
 */
final class NodeProcess {
  /** How many messages wait for a node that does not read them. */
  static final int MAX_WAITING = 100_000;

  private static final int SHOWN_BYTES = 2_000;
  private static final long LAST_WORDS_MILLIS = 1_000;
  private static final long DEATH_MILLIS = 5_000;
  private static final Signals SIGNALS = new Signals("sh");

  /** The exit status of a process that a signal ended is this and the signal's number. */
  static final int SIGNALLED = 128;

  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  /** Hears of what the process does, on the process's own threads. */
  interface Listener {
    void onLine(NodeProcess node, NodeLine line) throws InterruptedException;

    /** It wrote a line that is no message; a long line is cut. */
    void onGarbage(NodeProcess node, String line, String problem) throws InterruptedException;

    /** A thread of the bench that served it failed: nothing can be said of the node any more. */
    void onCrash(Throwable failure);

    /** It has ended, and what it wrote before has been told. */
    void onExit(NodeProcess node) throws InterruptedException;
  }

  /** What a thread of the process does until its stream or the run ends. */
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
   * Finds out whether processes can be paused here.
   *
   * @throws IOException if they can't; the message says what is missing
   */
  static void requireSignals() throws IOException, InterruptedException {
    SIGNALS.require();
  }

  /** Where one node runs, and the file for what it writes to its standard error. */
  record Directories(Path working, Path log) {}

  NodeId id() {
    return id;
  }

  long pid() {
    return process.pid();
  }

  /** Sends a message to its standard input; false where a hundred thousand wait already. */
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

  /** Whether it has ended by what Ctrl-C sends, or what ends a job: SIGINT or SIGTERM. */
  boolean wasEndedByTerminal() {
    return exitStatus() == SIGNALLED + SIGINT || exitStatus() == SIGNALLED + SIGTERM;
  }

  /** The last lines of its standard output. */
  List<String> lastStdout() {
    return stdout.lines();
  }

  /** The line of its standard output that it has begun, and not ended. */
  Unfinished unfinished() {
    return output;
  }

  /** The last lines of its standard error. */
  List<String> lastStderr() {
    return stderr.lastLines();
  }

  /** Ends the process and all processes that descend from it. */
  void kill() {
    // Once their parent is dead, descendants are nobody's and can't be found.
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    for (ProcessHandle descendant : descendants) {
      descendant.descendants().forEach(ProcessHandle::destroyForcibly);
      descendant.destroyForcibly();
    }
  }

  /**
   * Waits for its end, after {@link #kill}, for at most five seconds: the system may be slow to
   * free what it held.
   */
  void awaitEnd() throws InterruptedException {
    process.waitFor(DEATH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Waits a little for the end of its last lines, after {@link #kill}. */
  void awaitLastWords() throws InterruptedException {
    exit.join(3 * LAST_WORDS_MILLIS);
  }

  /**
   * Stops it, and all processes that descend from it, where they are.
   *
   * @throws IOException where that can't be done, or it has ended
   */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on after {@link #pause}. */
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
                // The process has ended or was killed: whoever watches its exit tells.
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
