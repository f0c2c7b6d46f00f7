package dev.tattle.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tattle.SimulationResult;
import dev.tattle.Simulator;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.tutorial.OnceLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OnceLogTest {
  private static final Simulator SIMULATOR =
      Simulator.of("kafka", OnceLog::new).nodes(3).time(Duration.ofSeconds(20));

  @Test
  void aRequestThatComesTwiceIsAppendedOnce() {
    SIMULATOR.faults(FaultKind.DUPLICATE).assertValid(20);
  }

  @Test
  void theSeedThatAppendedTwiceIsValid() {
    SimulationResult result = SIMULATOR.allFaults().run(2);
    assertEquals(Verdict.VALID, result.verdict(), result.toString());
  }
}
