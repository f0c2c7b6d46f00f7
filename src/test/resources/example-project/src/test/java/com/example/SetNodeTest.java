package com.example;

import dev.tattle.Simulator;
import dev.tattle.bench.history.FaultKind;
import org.junit.jupiter.api.Test;

class SetNodeTest {
  @Test
  void keepsEveryElement() {
    Simulator.of("g-set", SetNode::new)
        .nodes(3)
        .faults(FaultKind.PARTITION, FaultKind.LOSS, FaultKind.DUPLICATE)
        .assertValid(50);
  }
}
