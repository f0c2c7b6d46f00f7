package dev.tattle.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Programs on the command line. */
final class Programs {
  private Programs() {}

  /** Where a shell would find a program; null where it would not. */
  static @Nullable Path onPath(String name) {
    String path = System.getenv("PATH");
    for (String directory : path == null ? new String[0] : path.split(File.pathSeparator)) {
      Path file = Path.of(directory, name);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return file.toAbsolutePath();
      }
    }
    return null;
  }

  /** Refuses what can't be run, with the mend. */
  static void require(CommandLine command, String option, Path bin) {
    String problem = null;
    if (!Files.exists(bin)) {
      problem = "there is no file '" + bin + "'";
    } else if (!Files.isRegularFile(bin) || bin.toString().isEmpty()) {
      problem = "expected a program, but '" + bin + "' is not a file";
    } else if (!Files.isExecutable(bin)) {
      problem = "the file is not executable; try: chmod +x " + CommandLines.quoted(bin.toString());
    }
    if (problem != null) {
      throw new ParameterException(command, option + ": " + problem);
    }
  }
}
