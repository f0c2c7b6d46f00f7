package dev.tattle.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnfinishedTest {
  private long now;

  private Unfinished read(String text, int pieceBytes) throws IOException {
    Unfinished stream = new Unfinished(new ByteArrayInputStream(text.getBytes(UTF_8)), () -> now);
    byte[] piece = new byte[pieceBytes];
    while (stream.read(piece, 0, pieceBytes) > 0) {}
    return stream;
  }

  @Test
  void whatFollowsTheLastLineBreakIsUnfinished() throws IOException {
    for (int pieceBytes = 1; pieceBytes < 12; pieceBytes++) {
      assertThat(read("one\ntwo\nthr", pieceBytes).text()).isEqualTo("thr");
      assertThat(read("one\ntwo\n", pieceBytes).text()).isEmpty();
      assertThat(read("one", pieceBytes).text()).isEqualTo("one");
    }
  }

  @Test
  void aLongOneIsCut() throws IOException {
    assertThat(read("x".repeat(1_000_000), 8192).text()).hasSize(2_000);
  }

  @Test
  void itIsAbandonedOnceASecondHasPassed() throws IOException {
    Unfinished stream = read("one\ntw", 3);
    assertThat(stream.isAbandoned()).isFalse();
    now += TimeUnit.SECONDS.toNanos(2);
    assertThat(stream.isAbandoned()).isTrue();
    assertThat(read("one\n", 3).isAbandoned()).isFalse();
  }
}
