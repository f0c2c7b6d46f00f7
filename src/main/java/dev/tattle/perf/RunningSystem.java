package dev.tattle.perf;

import dev.tattle.bench.process.PipedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The running processes of a {@link CounterSystem}. */
final class RunningSystem implements AutoCloseable {
  private static final long PAUSE_MILLIS = 50;

  /** Ignores their output. */
  private static final PipedProcess.Listener DEAF =
      new PipedProcess.Listener() {
        @Override
        public void onLine(byte[] buffer, int offset, int length) {}

        @Override
        public void onEnd() {}
      };

  private final List<PipedProcess> processes = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();

  private RunningSystem() {}

  /**
   * Starts all processes, and waits until all are ready.
   *
   * @throws IOException if one can't be started
   */
  static RunningSystem start(CounterSystem system, Duration patience)
      throws IOException, PerfException, InterruptedException {
    List<Integer> ports = freePorts(system.ports());
    RunningSystem running = new RunningSystem();
    try {
      for (int i = 0; i < system.processes(); i++) {
        running.processes.add(PipedProcess.start(system.command(i, ports), DEAF));
        running.addresses.add(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), CounterSystem.clientPort(ports, i)));
      }
      for (int i = 0; i < system.processes(); i++) {
        running.awaitReady(i, system.ready(), patience);
      }
      return running;
    } catch (IOException | PerfException | InterruptedException e) {
      running.close();
      throw e;
    }
  }

  /** The addresses for clients, in the order of the processes. */
  List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /** Finds ports that are free now; most likely nobody else takes them meanwhile. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private void awaitReady(int process, Requested ready, Duration patience)
      throws PerfException, InterruptedException {
    long beganNanos = System.nanoTime();
    while (!isReady(addresses.get(process), ready, patience)) {
      if (System.nanoTime() - beganNanos > patience.toNanos()) {
        throw new PerfException(
            "not ready after " + patience + ": " + processes.get(process).lastWords());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean isReady(InetSocketAddress address, Requested ready, Duration patience)
      throws InterruptedException {
    try (ClosedLoop once = new ClosedLoop(List.of(address), 1, ready, patience)) {
      return once.run(Duration.ZERO).failures() == 0;
    } catch (IOException | PerfException notYet) {
      return false;
    }
  }

  /** Kills all processes. */
  @Override
  public void close() {
    processes.forEach(PipedProcess::close);
  }
}
