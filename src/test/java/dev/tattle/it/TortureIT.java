package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.store.RunFolder;
import dev.tattle.bench.torture.TortureOptions;
import dev.tattle.bench.torture.TortureResult;
import dev.tattle.bench.torture.TortureRun;
import dev.tattle.broken.ServedCounters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the torture on the counter service, and on services that count wrong. It finds the latter.
 */
@Execution(ExecutionMode.CONCURRENT)
class TortureIT {
  private static final double RATE = 100;
  private static final int TRIES = 3;

  @TempDir private Path directory;

  private TortureResult torture(Path launcher, int seconds) throws Exception {
    TortureOptions options =
        new TortureOptions(
            launcher,
            3,
            Duration.ofSeconds(seconds),
            ThreadLocalRandom.current().nextInt(1_000_000),
            RATE,
            "always");
    RunFolder folder = RunFolder.create(directory, "torture", Instant.now());
    return new TortureRun(options, folder, line -> {}).run();
  }

  @Test
  void nothingIsLostAndNothingCountsTwice() throws Exception {
    TortureResult result = torture(Launchers.NODE.resolveSibling("counter"), 60);
    assertThat(result.violations()).as(result.line()).isEmpty();
    assertThat(result.isValid()).as(result.line()).isTrue();
    assertThat(result.faults()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "adds-again, counted twice|no sum of what was added",
    "keys-of-a-node, counted twice|no sum of what was added",
    "refuses-too-late, refused what it should do",
    "tears-batches, a part of a batch"
  })
  void whoCountsWrongIsFound(String kind, String problem) throws Exception {
    Path program = broken(kind);
    List<String> violations = List.of();
    // On a busy machine so few requests get through that one run may not meet the fault.
    for (int i = 0; i < TRIES && violations.isEmpty(); i++) {
      violations = torture(program, 20).violations();
    }
    assertThat(violations)
        .isNotEmpty()
        .allMatch(line -> line.matches(".*(" + problem + ").*"), problem);
  }

  /** A program that takes the command line of the launcher. */
  private Path broken(String kind) throws Exception {
    Path program = directory.resolve(kind);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s %s "$@"
        """
            .formatted(
                java, System.getProperty("java.class.path"), ServedCounters.class.getName(), kind));
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
