package dev.tattle.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
  @TempDir Path proc;

  private void tell(long pid, String text) throws IOException {
    Path directory = Files.createDirectories(proc.resolve(Long.toString(pid)));
    Files.writeString(directory.resolve("smaps_rollup"), text);
  }

  @Test
  void sharesOfAllProcessesAddUp() throws IOException {
    tell(1, "00400000-7ff [rollup]\nRss:   9000 kB\nPss:   20 kB\nPss_Anon:   5 kB\n");
    tell(2, "Rss:   1 kB\nPss:    3 kB\n");
    assertThat(new Memory(proc).pssBytes(new long[] {1, 2})).hasValue(23 * 1024);
  }

  @Test
  void whereOneIsNotToldNothingIs() throws IOException {
    tell(1, "Pss:   20 kB\n");
    tell(2, "Rss:   20 kB\n");
    tell(4, "Pss:   many kB\n");
    for (long other : new long[] {2, 3, 4}) {
      assertThat(new Memory(proc).pssBytes(new long[] {1, other})).isEmpty();
    }
  }
}
