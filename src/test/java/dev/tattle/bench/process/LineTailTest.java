package dev.tattle.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineTailTest {
  private final LineTail tail = new LineTail();

  private void add(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    tail.add(bytes, 0, bytes.length);
  }

  @Test
  void lastThirtyTwoLinesAreKept() {
    IntStream.range(0, 100).forEach(i -> add("line " + i));
    assertThat(tail.lines()).hasSize(32).startsWith("line 68").endsWith("line 99");
  }

  @Test
  void longLineIsCut() {
    add("x".repeat(10_000));
    assertThat(tail.lines().get(0)).hasSize(4096);
  }
}
