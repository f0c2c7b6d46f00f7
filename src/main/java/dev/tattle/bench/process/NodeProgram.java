package dev.tattle.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The command that starts a node.
 *
 * @param bin the program; the bench runs its canonical path
 * @param args its arguments
 * @param stderr takes the lines of the nodes' standard error, on threads of their own
 */
public record NodeProgram(Path bin, List<String> args, Consumer<String> stderr) {
  public NodeProgram {
    args = List.copyOf(args);
  }

  /**
   * Returns this program, with the option to keep its state in this folder: {@code --data-dir
   * FOLDER}.
   */
  NodeProgram keepingIn(Path folder) {
    List<String> more = new ArrayList<>(args);
    more.add("--data-dir");
    more.add(folder.toAbsolutePath().toString());
    return new NodeProgram(bin, more, stderr);
  }
}
