package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Checks strong counters from outside while three processes are killed, stopped and cut off under
 * load. {@code -Dtattle.seconds=600} sets how long.
 */
@Execution(ExecutionMode.CONCURRENT)
class StrongServiceIT {
  private static final int SECONDS = Integer.getInteger("tattle.seconds", 60);

  @TempDir private Path directory;
  private Path node;
  private int port;

  /** A shell script that starts, kills, stops and cuts off one of three nodes. */
  @BeforeEach
  void start() throws Exception {
    port = CounterServiceIT.freePorts();
    node = directory.resolve("node.sh");
    Files.writeString(
        node,
        """
        #!/bin/sh
        # node.sh ACT NODE
        set -eu
        cd '%s'
        number=${2#n}
        case $1 in
          start)
            peers=
            for i in 1 2 3; do peers=$peers,localhost:$((%d + i - 1 + 1000)); done
            '%s' serve --node-id "$2" --addr localhost:$((%d + number - 1)) --peers "${peers#,}" \\
                --cluster-size 3 --data-dir data --allow-partitions > /dev/null 2>> "$2.log" &
            echo $! > "$2.pid"
            ;;
          kill) kill -9 "$(cat "$2.pid")" ;;
          pause) kill -STOP "$(cat "$2.pid")" ;;
          resume) kill -CONT "$(cat "$2.pid")" ;;
          cut)
            nodes=
            for other in $FROM; do nodes="$nodes,\\"$other\\""; done
            # A node that is dead or stopped can't be cut off.
            curl -sS -m 2 -X POST -d "{\\"nodes\\":[${nodes#,}]}" "$URL/admin/partition" || :
            ;;
          heal) curl -sS -m 2 -X POST "$URL/admin/heal" || : ;;
        esac
        """
            .formatted(directory, port, Launchers.NODE.resolveSibling("counter"), port));
    Files.setPosixFilePermissions(node, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (int i = 1; i <= 3; i++) {
      act("start", "n" + i);
    }
  }

  private void act(String... words) throws Exception {
    String[] command = {node.toString(), words[0], words[1]};
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = 1; i <= 3; i++) {
      act("resume", "n" + i);
      act("kill", "n" + i);
    }
  }

  private String url(int number) {
    return "http://localhost:" + (port + number - 1);
  }

  @Test
  void noNumberIsLostAndNoneIsGivenTwice() throws Exception {
    BenchRun run =
        BenchRun.of(
            directory,
            Launchers.BENCH,
            Map.of("TATTLE_JAVA_OPTS", "-Dtattle.store=store"),
            "cluster",
            "-w",
            "counter-strong",
            "--url",
            url(1) + "," + url(2) + "," + url(3),
            "--time-limit",
            String.valueOf(SECONDS),
            "--rate",
            "40",
            "--nemesis-interval",
            "8",
            "--kill",
            node + " kill $NODE",
            "--restart",
            node + " start $NODE",
            "--pause",
            node + " pause $NODE",
            "--resume",
            node + " resume $NODE",
            "--cut",
            node + " cut $NODE",
            "--heal",
            node + " heal $NODE");
    // Not the exit status: on a busy machine, nodes may need longer to start than faults leave
    // them,
    // and then no operation of some kind succeeds.
    assertThat(run.result("workload", "valid?")).as(run.toString()).isEqualTo(Json.of(true));
    assertThat(run.count("stats", "ok-count")).as(run.toString()).isPositive();
  }
}
