package dev.tattle.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private final Signals signals = new Signals("sh");

  @Test
  void signalsCanBeSentHere() throws Exception {
    signals.require();
  }

  @Test
  void aSignalReachesEachProcess() throws Exception {
    Process first = new ProcessBuilder("sleep", "600").start();
    Process second = new ProcessBuilder("sleep", "600").start();
    try {
      signals.send("TERM", LongStream.of(first.pid(), second.pid()));
      assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> signals.send("CONT", LongStream.of(first.pid())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("kill");
    } finally {
      first.destroyForcibly();
      second.destroyForcibly();
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> new Signals("no-such-shell").require())
        .isInstanceOf(IOException.class)
        .hasMessage("to pause nodes, 'no-such-shell' and its 'kill' are needed");
  }
}
