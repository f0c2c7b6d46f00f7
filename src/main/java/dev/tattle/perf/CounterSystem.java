package dev.tattle.perf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to serve counters: so many processes of a program, as they sync.
 *
 * @param name for people
 * @param program a launcher of the counter service, or Redis
 * @param processes how many serve together
 * @param fsync what the program calls it
 * @param isRedis whether it is Redis
 */
record CounterSystem(String name, Path program, int processes, String fsync, boolean isRedis) {
  private static final String HOST = "127.0.0.1";

  static CounterSystem service(Path launcher, int processes, String fsync) {
    String name = (processes == 1 ? "1 process, " : processes + " processes, ") + fsync;
    return new CounterSystem(name, launcher, processes, fsync, false);
  }

  static CounterSystem redis(Path program, String fsync) {
    return new CounterSystem("Redis, " + fsync, program, 1, fsync, true);
  }

  /** How many ports it needs. */
  int ports() {
    return 2 * processes;
  }

  /** Where clients of a process connect. */
  static int clientPort(List<Integer> ports, int process) {
    return ports.get(2 * process);
  }

  private static int peerPort(List<Integer> ports, int process) {
    return ports.get(2 * process + 1);
  }

  /** Starts one of its processes, in a directory of its own. */
  List<String> command(int process, List<Integer> ports) {
    String port = Integer.toString(clientPort(ports, process));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    if (isRedis) {
      command.addAll(List.of("--bind", HOST, "--port", port, "--save", "", "--appendonly", "yes"));
      command.addAll(List.of("--appendfsync", fsync));
      return command;
    }
    command.addAll(List.of("serve", "--node-id=n" + (process + 1), "--addr=" + HOST + ":" + port));
    command.add("--peer-addr=" + HOST + ":" + peerPort(ports, process));
    command.addAll(List.of("--cluster-size=" + processes, "--data=data", "--fsync=" + fsync));
    List<String> peers = new ArrayList<>();
    for (int other = 0; other < processes; other++) {
      if (other != process) {
        peers.add(HOST + ":" + peerPort(ports, other));
      }
    }
    if (!peers.isEmpty()) {
      command.add("--peers=" + String.join(",", peers));
    }
    return command;
  }

  LoadRequest increment() {
    return isRedis ? LoadRequest.redisIncrement() : LoadRequest.increment();
  }

  LoadRequest ready() {
    return isRedis ? LoadRequest.redisReady() : LoadRequest.ready();
  }
}
