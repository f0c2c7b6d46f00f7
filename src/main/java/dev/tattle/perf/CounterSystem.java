package dev.tattle.perf;

import java.util.List;
import java.util.Map;

/** A system that serves counters: one or more processes of a program. */
interface CounterSystem {
  String HOST = "127.0.0.1";

  /** The name for people. */
  String name();

  /** The number of processes that serve together. */
  int processes();

  /** The number of ports that it needs. */
  default int ports() {
    return 2 * processes();
  }

  /** The port for clients of a process. */
  static int clientPort(List<Integer> ports, int process) {
    return ports.get(2 * process);
  }

  /** The port for the other processes. */
  static int peerPort(List<Integer> ports, int process) {
    return ports.get(2 * process + 1);
  }

  /** The command that starts one of its processes, in a directory of its own. */
  List<String> command(int process, List<Integer> ports);

  /** The request that shows whether a process serves. */
  Requested ready();

  /** The loads for clients spread over all processes, under their names in the results. */
  Map<String, Requested> loads();

  /** The loads for its fastest process, the leader; empty if no process leads. */
  default Map<String, Requested> loadsOfLeader() {
    return Map.of();
  }
}
