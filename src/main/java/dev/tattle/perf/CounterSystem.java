package dev.tattle.perf;

import java.util.List;
import java.util.Map;

/** A way to serve counters: so many processes of a program. */
interface CounterSystem {
  String HOST = "127.0.0.1";

  /** For people. */
  String name();

  /** How many serve together. */
  int processes();

  /** How many ports it needs. */
  default int ports() {
    return 2 * processes();
  }

  /** Where clients of a process connect. */
  static int clientPort(List<Integer> ports, int process) {
    return ports.get(2 * process);
  }

  /** Where the other processes connect. */
  static int peerPort(List<Integer> ports, int process) {
    return ports.get(2 * process + 1);
  }

  /** Starts one of its processes, in a directory of its own. */
  List<String> command(int process, List<Integer> ports);

  /** Whether a process serves. */
  Requested ready();

  /** What is measured with clients spread over all, under the names of the results. */
  Map<String, Requested> loads();

  /** What is measured at its fastest process, which is the leader; nothing where none leads. */
  default Map<String, Requested> loadsOfLeader() {
    return Map.of();
  }
}
