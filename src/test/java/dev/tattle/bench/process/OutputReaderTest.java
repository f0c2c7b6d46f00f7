package dev.tattle.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputReaderTest {
  private static List<String> lines(InputStream in) throws Exception {
    List<String> lines = new ArrayList<>();
    new OutputReader()
        .readAll(
            in,
            (buffer, offset, length) ->
                lines.add(new String(buffer, offset, length, StandardCharsets.UTF_8)));
    return lines;
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void lineOfAnyLengthIsOneLine() throws Exception {
    String longLine = "ä".repeat(1_000_000);
    assertThat(lines(stream("a\n" + longLine + "\n\nb\n"))).containsExactly("a", longLine, "", "b");
  }

  @Test
  void lastLineNeedsNoLineBreak() throws Exception {
    assertThat(lines(stream("a\nb"))).containsExactly("a", "b");
    assertThat(lines(stream(""))).isEmpty();
  }

  @Test
  void bytesThatComeOneByOneAreTheSameLines() throws Exception {
    InputStream whole = stream("one\ntwo ü\nthree");
    InputStream trickle =
        new InputStream() {
          @Override
          public int read() throws IOException {
            return whole.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return whole.read(buffer, offset, 1);
          }
        };
    assertThat(lines(trickle)).containsExactly("one", "two ü", "three");
  }

  @Test
  void longLineIsCutForPeople() {
    byte[] line = "0123456789".getBytes(StandardCharsets.UTF_8);
    assertThat(OutputReader.shown(line, 0, 10, 4)).isEqualTo("0123… (10 bytes)");
    assertThat(OutputReader.shown(line, 2, 4, 4)).isEqualTo("2345");
  }
}
