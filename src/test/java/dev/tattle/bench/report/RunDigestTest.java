package dev.tattle.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Histories;
import org.junit.jupiter.api.Test;

class RunDigestTest {
  @Test
  void digestHasWhatListsAndComparisonsShow() {
    Report report =
        Reports.of(
            "{\"valid?\":false,\"stats\":{\"valid?\":false,\"count\":2,\"by-f\":{\"read\":{}}}}",
            Histories.of("0 invoke read null", "0 ok read []", "1 invoke broadcast 1"),
            Reports.journal(
                Reports.message(0, "n0 n1", "gossip", 5, null, null),
                Reports.message(1, "n1 n0", "gossip!", 6, null, null)));
    assertThat(RunDigest.of(report))
        .isEqualTo(
            Histories.json(
                """
                {"command":"maelstrom/bench sim -w broadcast --seed -42","program":"./node --fast",
                 "why":"no read succeeded",
                 "options":{"workload":"broadcast","nodes":2,"clients":2,"rate":"2.5 /s",
                   "time limit":"20 s","latency":"10 ms, uniform","topology":"grid",
                   "faults":"partition every 5.0 s","seed":"-42"},
                 "figures":[["operations","2","? ok, ? fail, ? info"]],
                 "latency":{"read":{"0.5":"1000.0 ms","0.95":"1000.0 ms","0.99":"1000.0 ms",
                   "1":"1000.0 ms"}},
                 "messages":[["gossip","servers",1,0],["gossip!","servers",1,1]]}
                """));
  }
}
