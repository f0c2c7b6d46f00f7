package dev.tattle.runtime.cluster.local;

import dev.tattle.runtime.cluster.peer.HostPort;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Starts nodes as processes that outlive this process and its terminal.
 *
 * @param program the command that runs {@code serve}, as separate words
 * @param options further options for all nodes
 */
public record NodeStarter(List<String> program, List<String> options) {
  private static final Path NOTHING = Path.of("/dev/null");
  private static final int TAIL_BYTES = 4_096;

  LocalNode start(Path folder, int number, List<HostPort> clients) throws IOException {
    HostPort own = clients.get(number - 1);
    List<String> words = new ArrayList<>(detached());
    words.addAll(program);
    words.addAll(List.of("--node-id", Integer.toString(number), "--addr", own.toString()));
    words.addAll(List.of("--peer-addr", LocalNode.gossip(own).toString()));
    String peers =
        clients.stream()
            .map(address -> LocalNode.gossip(address).toString())
            .collect(Collectors.joining(","));
    words.addAll(List.of("--peers", peers, "--cluster", "local-" + clients.get(0).port()));
    words.addAll(List.of("--cluster-size", Integer.toString(clients.size())));
    words.addAll(List.of("--data-dir", folder.resolve("data").toString(), "--allow-partitions"));
    words.addAll(options);
    File log = log(folder, number).toFile();
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectOutput(Redirect.appendTo(log))
            .redirectError(Redirect.appendTo(log));
    if (Files.exists(NOTHING)) {
      builder.redirectInput(NOTHING.toFile());
    }
    return LocalNode.of(number, own, builder.start().toHandle());
  }

  static Path log(Path folder, int number) {
    return folder.resolve("n" + number + ".log");
  }

  /** The last line of a node's log, which may say why the node has ended. */
  static String lastLine(Path folder, int number) throws IOException {
    byte[] all = Files.readAllBytes(log(folder, number));
    int from = Math.max(0, all.length - TAIL_BYTES);
    String tail = new String(all, from, all.length - from, StandardCharsets.UTF_8);
    String[] lines = tail.strip().split("\n", -1);
    return lines[lines.length - 1];
  }

  /**
   * The command that gives a node a session of its own, so that signals of this terminal do not
   * reach it.
   */
  private static List<String> detached() {
    for (String program : List.of("/usr/bin/setsid", "/bin/setsid")) {
      if (Files.isExecutable(Path.of(program))) {
        return List.of(program);
      }
    }
    return Files.isExecutable(Path.of("/usr/bin/nohup")) ? List.of("/usr/bin/nohup") : List.of();
  }
}
