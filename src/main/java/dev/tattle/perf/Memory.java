package dev.tattle.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The memory of processes, as Linux reports it: their proportional set size (PSS), in which shared
 * pages count in part for each process.
 *
 * @param proc the directory with the reports; it may be missing
 */
record Memory(Path proc) {
  private static final String PSS = "Pss:";

  /** The memory of all these processes together, in bytes; empty if one has no report. */
  OptionalLong pssBytes(long[] pids) {
    long bytes = 0;
    for (long pid : pids) {
      try {
        bytes += pssBytes(Files.readAllLines(proc.resolve(pid + "/smaps_rollup")));
      } catch (IOException | NumberFormatException notTold) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(bytes);
  }

  private static long pssBytes(List<String> lines) throws IOException {
    for (String line : lines) {
      if (line.startsWith(PSS) && line.endsWith("kB")) {
        return 1024 * Long.parseLong(line.substring(PSS.length(), line.length() - 2).strip());
      }
    }
    throw new IOException("no Pss");
  }
}
