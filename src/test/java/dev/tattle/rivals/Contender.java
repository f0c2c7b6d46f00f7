package dev.tattle.rivals;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is compared: the service itself, or an engine behind the same routes. All run on the same
 * JDK with the same options, which are the launcher's.
 *
 * @param engine null for the service itself
 */
record Contender(String title, RivalKind engine) {
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-cp",
          classPath(),
          "-Dvertx.disableDnsResolver=true");

  static List<Contender> all() {
    List<Contender> all = new ArrayList<>(List.of(new Contender("Tattle", null)));
    for (RivalKind kind : RivalKind.values()) {
      all.add(new Contender(kind.title(), kind));
    }
    return all;
  }

  /** Its processes run elsewhere, and Surefire names some of it from here. */
  private static String classPath() {
    String[] parts = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    return String.join(
        File.pathSeparator,
        Stream.of(parts).map(part -> Path.of(part).toAbsolutePath().toString()).toList());
  }

  /**
   * Starts one of its nodes.
   *
   * @param clients where each node serves, by name
   * @param peers where each node listens to the others, likewise
   */
  List<String> command(
      String node, Map<String, Integer> clients, Map<String, Integer> peers, Path data) {
    List<String> command = new ArrayList<>(JAVA);
    int port = clients.getOrDefault(node, 0);
    if (engine == null) {
      command.addAll(service(node, port, peers, data));
      return command;
    }
    command.add(RivalNode.class.getName());
    command.addAll(
        List.of(engine.name(), node, data.resolve(node).toString(), Integer.toString(port)));
    peers.forEach((name, peer) -> command.add(name + "=" + peer));
    return command;
  }

  private static List<String> service(
      String node, int port, Map<String, Integer> peers, Path data) {
    List<String> addresses =
        peers.values().stream().map(peer -> RivalOptions.HOST + ":" + peer).toList();
    return Arrays.asList(
        "dev.tattle.cli.Main",
        "counter",
        "serve",
        "--mode=strong",
        "--node-id=" + node,
        "--addr=" + RivalOptions.HOST + ":" + port,
        "--peer-addr=" + RivalOptions.HOST + ":" + peers.getOrDefault(node, 0),
        "--peers=" + String.join(",", addresses),
        "--cluster-size=" + peers.size(),
        "--data-dir=" + data);
  }
}
