package dev.tattle.bench.process;

import java.nio.file.Path;
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
}
