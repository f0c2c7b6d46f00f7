package dev.tattle.bench.torture;

import dev.tattle.bench.process.Signals;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One node of the service, as a process that can be killed, paused and started again. */
final class ServerProcess implements AutoCloseable {
  private static final long DEATH_SECONDS = 10;

  private final List<String> command;
  private final Path log;
  private final Signals signals = new Signals("sh");
  private final Thread hook = new Thread(this::destroy, "kill a server");
  private @Nullable Process process;
  private boolean isPaused;

  /**
   * Makes a process that is not started.
   *
   * @param log takes its output
   */
  ServerProcess(List<String> command, Path log) {
    this.command = new ArrayList<>(command);
    this.log = log;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts it, unless it runs. */
  void start() throws IOException {
    if (isRunning()) {
      return;
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process = builder.start();
    isPaused = false;
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  boolean isPaused() {
    return isPaused && isRunning();
  }

  /** Kills it with SIGKILL. This is like a loss of power, except that the disk keeps its writes. */
  void kill() throws InterruptedException {
    destroy();
    Process dying = process;
    if (dying != null) {
      dying.waitFor(DEATH_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Asks it to end, with SIGTERM. That may take a while. */
  void end() {
    Process ending = process;
    if (ending != null && !isPaused) {
      ending.destroy();
    }
  }

  void pause() throws IOException, InterruptedException {
    if (isRunning()) {
      signal("STOP");
      isPaused = true;
    }
  }

  void resume() throws IOException, InterruptedException {
    if (isPaused()) {
      signal("CONT");
    }
    isPaused = false;
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process running = process;
    if (running != null) {
      signals.send(name, LongStream.of(running.pid()));
    }
  }

  private void destroy() {
    Process running = process;
    if (running != null) {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.toHandle().destroyForcibly();
    }
  }

  /** Kills the process. */
  @Override
  public void close() {
    destroy();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already.
    }
  }
}
