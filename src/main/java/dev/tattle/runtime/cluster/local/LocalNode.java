package dev.tattle.runtime.cluster.local;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.peer.HostPort;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A node that was started on this machine.
 *
 * @param number the node's number, from 1 on
 * @param clients the address at which it serves clients
 * @param pid the id of its process
 * @param startedMillis when that process started, because another process may have the pid by now;
 *     0 if it is not known
 */
record LocalNode(int number, HostPort clients, long pid, long startedMillis) {
  private static final int GOSSIP_OFFSET = 1_000;

  static LocalNode of(int number, HostPort clients, ProcessHandle process) {
    return new LocalNode(number, clients, process.pid(), started(process));
  }

  /** The node's id in the cluster. */
  String id() {
    return "n" + number;
  }

  static HostPort gossip(HostPort clients) {
    return new HostPort(clients.host(), clients.port() + GOSSIP_OFFSET);
  }

  /** The node's process; empty if it has ended. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(process -> isRunning(process) && started(process) == startedMillis);
  }

  /**
   * False for a zombie, too: a process that has ended, and whose parent has not asked how. In a
   * container without an init process it stays one. The JDK calls it alive, but finds no command.
   */
  static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  boolean isAlive() {
    return process().isPresent();
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  Json toJson() {
    return Json.object(
        "number",
        Json.of(number),
        "address",
        Json.of(clients.toString()),
        "pid",
        Json.of(pid),
        "started_millis",
        Json.of(startedMillis));
  }

  /** Reads a node from JSON; empty if the JSON is not a node. */
  static Optional<LocalNode> of(Json json) {
    Map<String, Json> fields = json instanceof Json.Obj object ? object.fields() : Map.of();
    if (fields.get("number") instanceof Json.Int number
        && fields.get("address") instanceof Json.Text address
        && fields.get("pid") instanceof Json.Int pid
        && fields.get("started_millis") instanceof Json.Int started) {
      HostPort clients = HostPort.parse(address.value());
      return Optional.of(
          new LocalNode((int) number.value(), clients, pid.value(), started.value()));
    }
    return Optional.empty();
  }
}
