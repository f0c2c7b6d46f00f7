package dev.tattle.bench.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.wire.JsonCodec;
import org.junit.jupiter.api.Test;

class NetStatisticsTest {
  private final NetStatistics statistics = new NetStatistics();

  private void count(String src, String dest, int sent, int received) {
    Message message = new Message(new NodeId(src), new NodeId(dest), Body.of("x"));
    for (int i = 0; i < sent; i++) {
      statistics.onSend(i, message);
    }
    for (int i = 0; i < received; i++) {
      statistics.onReceive(i, message);
    }
  }

  /** The figures of a real run with a partition. */
  @Test
  void countsAndRatesAreMaelstroms() throws Exception {
    count("c1", "n1", 216, 216);
    count("n1", "c1", 216, 216);
    count("n1", "n2", 1000, 969);
    count("n1", "seq-kv", 739, 739);
    Json expected =
        JsonCodec.parse(
            """
            {"all":{"send-count":2171,"recv-count":2140,"msg-count":2171,"msgs-per-op":10.538835},
             "clients":{"send-count":432,"recv-count":432,"msg-count":432},
             "servers":{"send-count":1739,"recv-count":1708,"msg-count":1739,"msgs-per-op":8.441748,
             "byte-count":81211,"bytes-per-op":394.22815},
             "valid?":true}""");
    assertThat(statistics.json(206)).isEqualTo(expected);
  }

  @Test
  void withoutOperationsThereIsNoRate() {
    count("n1", "n2", 1, 1);
    assertThat(JsonCodec.format(statistics.json(0))).doesNotContain("msgs-per-op");
  }
}
