package dev.tattle.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The memory of processes, as Linux tells it: their proportional set size (PSS), where a page that
 * several share counts for each in part.
 *
 * @param proc where that is told; it may be missing
 */
record Memory(Path proc) {
  private static final String PSS = "Pss:";

  /** Of all these processes together, in bytes; empty where it is not told of one of them. */
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
