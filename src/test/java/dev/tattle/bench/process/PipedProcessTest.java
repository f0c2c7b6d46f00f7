package dev.tattle.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PipedProcessTest {
  private static final long PATIENCE_SECONDS = 60;

  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);

  private final PipedProcess.Listener listener =
      new PipedProcess.Listener() {
        @Override
        public void onLine(byte[] buffer, int offset, int length) {
          heard.add(new String(buffer, offset, length, UTF_8));
        }

        @Override
        public void onEnd() {
          end.countDown();
        }
      };

  private PipedProcess shell(String script) throws IOException {
    return PipedProcess.start(List.of("/bin/sh", "-c", script), listener);
  }

  private String nextLine() throws InterruptedException {
    String line = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(line).isNotNull();
    return line;
  }

  @Test
  void whatIsFedComesBackAndTheEndIsTold() throws Exception {
    try (PipedProcess process = shell("echo $JAVA_HOME; read line; echo \"<$line>\"; exit 7")) {
      assertThat(nextLine()).isEqualTo(System.getProperty("java.home"));
      process.feed(
          out -> {
            out.write("hello\n".getBytes(UTF_8));
            out.flush();
          });
      assertThat(nextLine()).isEqualTo("<hello>");
      assertThat(end.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.lastWords()).isEqualTo("exit status 7");
    }
  }

  /** The shell's child holds the pipe, and reads nothing from it. */
  @Test
  void closeEndsAllOfItsProcessesAndAFeedThatWaits() throws Exception {
    CountDownLatch feedEnded = new CountDownLatch(1);
    long[] pids;
    try (PipedProcess process = shell("sleep 600 <&0 & echo started; wait")) {
      assertThat(nextLine()).isEqualTo("started");
      pids = process.pids().toArray();
      assertThat(pids).hasSize(2);
      process.feed(
          out -> {
            try {
              while (true) {
                out.write(new byte[1 << 16]);
              }
            } finally {
              feedEnded.countDown();
            }
          });
    }
    assertThat(feedEnded.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(end.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    for (long pid : pids) {
      ProcessHandle.of(pid)
          .ifPresent(
              handle -> handle.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }
  }
}
