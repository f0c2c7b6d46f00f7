package dev.tattle.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Sends signals to processes, which the JVM can't. It uses the shell's {@code kill}, because small
 * images have no program of that name.
 *
 * @param shell the program
 */
public record Signals(String shell) {
  private static final long PATIENCE_SECONDS = 10;

  /**
   * Checks that signals can be sent.
   *
   * @throws IOException if they can't; the message says what is missing
   */
  public void require() throws IOException, InterruptedException {
    // This signal does nothing to a running process.
    send("CONT", LongStream.of(ProcessHandle.current().pid()));
  }

  /**
   * Sends the signal of this name, without its SIG, to all these processes.
   *
   * @throws IOException if one of them does not exist, or if signals can't be sent
   */
  public void send(String signal, LongStream pids) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(shell, "-c", "kill \"$@\"", shell, "-s", signal));
    pids.forEach(pid -> command.add(Long.toString(pid)));
    Process kill = start(command);
    if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      kill.destroyForcibly();
      throw new IOException("'kill' of '" + shell + "' does not end");
    }
    if (kill.exitValue() != 0) {
      byte[] said = kill.getInputStream().readAllBytes();
      throw new IOException(new String(said, StandardCharsets.UTF_8).strip());
    }
  }

  private Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException("to pause nodes, '" + shell + "' and its 'kill' are needed", e);
    }
  }
}
