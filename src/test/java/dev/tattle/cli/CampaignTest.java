package dev.tattle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A campaign that is split into shards gives the same result as a whole one. */
@Isolated("it replaces the standard streams")
class CampaignTest {
  private static final String SIM =
      "sim -w g-set --node-count 3 --time-limit 2 --rate 20 --faults loss --seed 5 --runs 7";

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String line) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    out.reset();
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      return BenchCommand.run(line.split(" "));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }

  private String text() {
    return out.toString(UTF_8);
  }

  @Test
  void shardsAddUpToTheWhole() {
    assertThat(run(SIM)).as(err.toString(UTF_8)).isZero();
    String[] figures = text().lines().filter(line -> line.contains(" / ")).toArray(String[]::new);
    assertThat(figures).isNotEmpty();
    for (int i = 1; i <= 3; i++) {
      String store = directory.resolve("m" + i).toString();
      assertThat(run(SIM + " --shard " + i + "/3 --store " + store)).isZero();
    }
    String merge = "sim --merge %1$s/m1 %1$s/m2".formatted(directory);
    assertThat(run(merge)).isEqualTo(2);
    assertThat(text()).contains("shards       2 of 3", "unknown: these shards are missing: 3/3");
    assertThat(run(merge + " " + directory.resolve("m3"))).isZero();
    assertThat(text()).contains(figures).contains("shards       3 of 3", "7 valid, 0 unknown");
    assertThat(text()).endsWith("verdict      valid" + System.lineSeparator());
  }

  @Test
  void shardWithoutASeedIsNoFailure() {
    String one = SIM.replace("--runs 7", "--runs 1") + " --store " + directory;
    assertThat(run(one + " --shard 1/2")).as(err.toString(UTF_8)).isZero();
    assertThat(run(one + " --shard 2/2")).isZero();
    assertThat(run("sim --merge " + directory)).isZero();
    assertThat(text()).contains("shards       2 of 2", "1 valid, 0 unknown, 0 invalid");
  }

  @Test
  void invalidShardMakesTheWholeInvalid() {
    String failing =
        "sim -w g-set --node echo --node-count 2 --time-limit 2 --faults none --seed 5 --runs 2"
            + " --shard 0/2 --store "
            + directory;
    assertThat(run(failing)).isEqualTo(1);
    assertThat(run("sim --merge " + directory)).isEqualTo(1);
    assertThat(text()).contains("invalid      seed 5, see ", "verdict      INVALID");
  }

  @Test
  void interruptedShardLeavesTheWholeUnknown() throws IOException {
    assertThat(run(SIM + " --shard 1/1 --store " + directory)).as(err.toString(UTF_8)).isZero();
    Path file = directory.resolve("shard-1-of-1.json");
    String whole = Files.readString(file);
    Files.writeString(file, whole.replaceFirst("\\{", "{\"interrupted\": true,"));
    assertThat(run("sim --merge " + directory)).isEqualTo(2);
    assertThat(text()).contains("7 valid", "unknown: these shards were interrupted: " + file);
  }

  @Test
  void filesOfAnotherCampaignAreRefused() throws IOException {
    assertThat(run(SIM + " --shard 1/2 --store " + directory.resolve("a"))).isZero();
    String other = SIM.replace("--seed 5", "--seed 6");
    assertThat(run(other + " --shard 2/2 --store " + directory.resolve("b"))).isZero();
    assertThat(run("sim --merge " + directory)).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString(UTF_8))
        .contains("belongs to another campaign than the files before it");
    Files.writeString(directory.resolve("shard-1-of-1.json"), "{}");
    assertThat(run("sim --merge " + directory)).isEqualTo(ExitStatus.USAGE);
  }

  @ParameterizedTest
  @CsvSource({"1/3, 1, 3", "3/3, 0, 3", "0/3, 0, 3", "1/1, 0, 1"})
  void machinesMayCountFromZeroOrOne(String text, int index, int count) {
    assertThat(Shard.parse(text)).isEqualTo(new Shard(index, count));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "4/3", "-1/3", "1/0", "a/b", "1/2/3"})
  void anythingElseIsNoShard(String text) {
    assertThatThrownBy(() -> Shard.parse(text)).hasMessageContaining("expected I/N, such as 2/8");
  }

  @Test
  void everySeedIsInOneShard() {
    long all = 0;
    for (int i = 0; i < 3; i++) {
      all += new Shard(i, 3).runs(7);
    }
    assertThat(all).isEqualTo(7);
    assertThat(new Shard(2, 3).runs(1)).isZero();
  }
}
