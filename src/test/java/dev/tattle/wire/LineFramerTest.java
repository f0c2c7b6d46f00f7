package dev.tattle.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineFramerTest {
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

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  private static String line(LineFramer lines) {
    return new String(lines.buffer(), lines.offset(), lines.length(), ISO_8859_1);
  }

  private static List<String> read(LineFramer lines) throws IOException {
    List<String> read = new ArrayList<>();
    while (lines.next()) {
      read.add(line(lines));
    }
    return read;
  }

  private static List<String> read(String text) throws IOException {
    return read(new LineFramer(stream(text)));
  }

  private static List<String> readTrimmed(String text) throws IOException {
    LineFramer lines = new LineFramer(stream(text));
    List<String> read = new ArrayList<>();
    while (lines.next()) {
      if (lines.trim()) {
        read.add(line(lines));
      }
    }
    return read;
  }

  @Test
  void aLineEndsWithLineFeedOrStream() throws IOException {
    assertThat(read("a\nb\r\n\n c\n")).containsExactly("a", "b\r", "", " c");
    assertThat(read("a\nb")).containsExactly("a", "b");
    assertThat(read("\n")).containsExactly("");
    assertThat(read("")).isEmpty();
  }

  @Test
  void anyEndOfLineWillDoWhereLinesAreTrimmed() throws IOException {
    assertThat(readTrimmed("a\nb\r\nc")).containsExactly("a", "b", "c");
    assertThat(readTrimmed("a\n")).containsExactly("a");
    assertThat(readTrimmed("a\r")).containsExactly("a");
    assertThat(readTrimmed("")).isEmpty();
  }

  @Test
  void blankLinesAreEmptyWhenTrimmed() throws IOException {
    assertThat(readTrimmed("\n\r\n \t\n a b \n\n")).containsExactly("a b");
    assertThat(readTrimmed("\n\n   ")).isEmpty();
  }

  @Test
  void aLineBeyondTheBoundIsCutIntoPieces() throws IOException {
    int most = 100_000;
    String text = "x".repeat(250_000) + "\n" + "y".repeat(most) + "\n\nz";
    LineFramer lines = new LineFramer(trickle(text, 1, 30_000), most);
    assertThat(read(lines))
        .containsExactly(
            "x".repeat(most), "x".repeat(most), "x".repeat(50_000), "y".repeat(most), "", "", "z");
  }

  @Test
  void theEndOfAStreamAfterAPieceIsNoLine() throws IOException {
    assertThat(read(new LineFramer(stream("x".repeat(200_000)), 100_000))).hasSize(2);
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
      assertThat(read(new LineFramer(trickle(text, round, 100_000)))).isEqualTo(lines);
    }
  }

  @Test
  void aLineIsBufferedOnceItsEndHasBeenRead() throws IOException {
    LineFramer lines = new LineFramer(stream("a\nb\nc"));
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
    LineFramer lines = new LineFramer(trickle("x".repeat(1_000_000) + "\na\nb\nc\n", 1, 100));
    assertThat(lines.next()).isTrue();
    assertThat(lines.buffer()).hasSizeGreaterThan(1_000_000);
    while (lines.next()) {}
    assertThat(lines.buffer()).hasSize(1 << 16);
  }
}
