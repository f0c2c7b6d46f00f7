package dev.tattle.runtime.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which connection is closed for a new one. */
class ConnectionsTest {
  private long nowNanos;
  private final Connections connections = new Connections(2, () -> nowNanos);

  private EmbeddedChannel open() {
    return new EmbeddedChannel(connections.watching());
  }

  private static void answer(EmbeddedChannel channel) {
    channel.writeOutbound(Unpooled.wrappedBuffer(new byte[1]));
  }

  private void pass(long seconds) {
    nowNanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void theOneThatIsSilentForLongestGivesWay() {
    EmbeddedChannel answered = open();
    answer(answered);
    EmbeddedChannel silent = open();
    pass(2);
    EmbeddedChannel latest = open();
    assertThat(silent.isOpen()).isFalse();
    assertThat(answered.isOpen()).isTrue();
    assertThat(latest.isOpen()).isTrue();
    assertThat(connections.open()).isEqualTo(2);
  }

  @Test
  void ofThoseThatWereAnsweredTheOneThatGotItsLastAnswerFirstGivesWay() {
    EmbeddedChannel first = open();
    EmbeddedChannel second = open();
    answer(first);
    answer(second);
    answer(first);
    pass(20);
    open();
    assertThat(second.isOpen()).isFalse();
    assertThat(first.isOpen()).isTrue();
  }

  @Test
  void whereAllAreInUseNewOnesAreExcessAndThenClosed() {
    answer(open());
    answer(open());
    for (int i = 0; i < 100; i++) {
      assertThat(open().isOpen()).isTrue();
    }
    assertThat(open().isOpen()).isFalse();
    assertThat(connections.open()).isEqualTo(102);
  }

  @Test
  void whoHasGoneIsNotCounted() {
    EmbeddedChannel first = open();
    assertThat(first.finish()).isFalse();
    assertThat(connections.open()).isZero();
  }
}
