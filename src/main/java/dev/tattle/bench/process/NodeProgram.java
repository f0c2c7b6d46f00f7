package dev.tattle.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a node is started.
 *
 * @param bin the program; its canonical path is what is run
 * @param args what it is given
 * @param stderr takes the lines that nodes write to their standard error, on threads of their own
 */
public record NodeProgram(Path bin, List<String> args, Consumer<String> stderr) {
  public NodeProgram {
    args = List.copyOf(args);
  }

  /** The same program, told to keep its state below this folder: {@code --data-dir FOLDER}. */
  NodeProgram keepingIn(Path folder) {
    List<String> more = new ArrayList<>(args);
    more.add("--data-dir");
    more.add(folder.toAbsolutePath().toString());
    return new NodeProgram(bin, more, stderr);
  }
}
