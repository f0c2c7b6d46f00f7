package dev.tattle.runtime.stdio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinesTest {
  /** Gives as many bytes a read as the seed says. */
  private static InputStream trickle(String text, long seed, int most) {
    SplittableRandom random = new SplittableRandom(seed);
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1)) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, random.nextInt(1, most)));
      }
    };
  }

  private static List<String> read(InputStream in) throws IOException {
    Lines lines = new Lines(in);
    List<String> read = new ArrayList<>();
    while (lines.next()) {
      read.add(new String(lines.buffer(), lines.offset(), lines.length(), ISO_8859_1));
    }
    return read;
  }

  private static List<String> read(String text) throws IOException {
    return read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
  }

  @Test
  void anyEndOfLineWillDo() throws IOException {
    assertThat(read("a\nb\r\nc")).containsExactly("a", "b", "c");
    assertThat(read("a\n")).containsExactly("a");
    assertThat(read("a\r")).containsExactly("a");
    assertThat(read("")).isEmpty();
  }

  @Test
  void blankLinesArePassedOver() throws IOException {
    assertThat(read("\n\r\n \t\n a b \n\n")).containsExactly("a b");
    assertThat(read("\n\n   ")).isEmpty();
  }

  @Test
  void linesOfAnySizeInPiecesOfAnySize() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 50; round++) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        int length = random.nextInt(4) == 0 ? random.nextInt(300_000) : random.nextInt(1, 100);
        lines.add("x".repeat(length) + i);
      }
      String text = String.join("\n", lines);
      assertThat(read(trickle(text, round, 100_000))).isEqualTo(lines);
    }
  }

  @Test
  void aLineIsBufferedOnceItsEndHasBeenRead() throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream("a\nb\nc".getBytes(ISO_8859_1)));
    lines.next();
    assertThat(lines.hasBufferedLine()).isTrue();
    lines.next();
    assertThat(lines.hasBufferedLine()).isFalse();
    assertThat(lines.next()).isTrue();
    assertThat(lines.next()).isFalse();
    assertThat(lines.next()).isFalse();
  }

  @Test
  void aLongLineDoesNotHoldItsMemory() throws IOException {
    Lines lines = new Lines(trickle("x".repeat(1_000_000) + "\na\nb\nc\n", 1, 100));
    assertThat(lines.next()).isTrue();
    assertThat(lines.buffer()).hasSizeGreaterThan(1_000_000);
    while (lines.next()) {}
    assertThat(lines.buffer()).hasSize(1 << 16);
  }
}
