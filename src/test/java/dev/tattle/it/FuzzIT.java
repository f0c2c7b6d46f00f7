package dev.tattle.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tattle.nodes.MessagesFuzzer;
import dev.tattle.runtime.cluster.peer.FramesFuzzer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fuzzes the code that reads foreign bytes, guided by coverage, for 10 s each or for {@code
 * -Dtattle.fuzz.seconds=3600}. It begins with the messages that PROTOCOL shows. It prints a finding
 * with its bytes; add those to the unit tests.
 */
@Execution(ExecutionMode.CONCURRENT)
class FuzzIT {
  private static final int SECONDS = Integer.getInteger("tattle.fuzz.seconds", 10);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(classes = {MessagesFuzzer.class, FramesFuzzer.class})
  void nothingThatIsReadIsUnexpected(Class<?> target) throws Exception {
    String system = System.getProperty("os.name", "") + System.getProperty("os.arch", "");
    assumeThat(system.toLowerCase(Locale.ROOT))
        .as("Jazzer's library")
        .matches("linux(amd64|x86_64)|mac.*|windows.*");
    Path corpus = corpus(target.equals(FramesFuzzer.class));
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.tattle.**",
                "--reproducer_path=" + directory,
                "-max_total_time=" + SECONDS,
                "-timeout=10",
                "-max_len=8192",
                "-artifact_prefix=" + directory + "/",
                corpus.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status = process.waitFor();
    String said = Files.readString(log, UTF_8);
    assertThat(status).as(said).isZero();
    assertThat(said).containsPattern("Done [1-9]\\d* runs");
  }

  /** A file for each message of the page, as a line or as a frame. */
  private Path corpus(boolean areFrames) throws IOException {
    Path corpus = Files.createDirectory(directory.resolve("corpus"));
    String page = Files.readString(Launchers.ROOT.resolve("src/docs/PROTOCOL.md"));
    int number = 0;
    for (String line : page.replace("\n  ", "").split("\n", -1)) {
      if (line.startsWith("{")) {
        // The page shows sets; the node that is sent them has counters.
        String body = line.replace("\"g-set\"", "\"counters\"");
        byte[] message = ("{\"src\":\"n1\",\"dest\":\"n0\",\"body\":" + body + "}").getBytes(UTF_8);
        ByteBuffer file = ByteBuffer.allocate(message.length + (areFrames ? Integer.BYTES : 0));
        if (areFrames) {
          file.putInt(message.length);
        }
        Files.write(corpus.resolve("" + number++), file.put(message).array());
      }
    }
    assertThat(number).isGreaterThan(10);
    return corpus;
  }
}
