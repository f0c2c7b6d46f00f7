package dev.tattle.bench.process;

import java.nio.file.Path;
import java.util.List;

/**
 * How a node is started.
 *
 * @param bin the program; its canonical path is what is run
 * @param args what it is given
 * @param logsStderr whether the bench copies the nodes' standard error to its own
 */
public record NodeCommand(Path bin, List<String> args, boolean logsStderr) {
  public NodeCommand {
    args = List.copyOf(args);
  }
}
