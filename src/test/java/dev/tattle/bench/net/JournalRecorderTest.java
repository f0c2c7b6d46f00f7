package dev.tattle.bench.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import dev.tattle.sim.VirtualScheduler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalRecorderTest {
  private static final Message GOSSIP = message("n0", "n1", Body.of("gossip", "x", Json.of("é")));

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final List<String> heard = new ArrayList<>();

  private final Network.Journal next =
      new Network.Journal() {
        @Override
        public void onSend(long id, Message message) {
          heard.add("send " + id);
        }

        @Override
        public void onReceive(long id, Message message) {
          heard.add("recv " + id);
        }
      };

  private static Message message(String src, String dest, Body body) {
    return new Message(new NodeId(src), new NodeId(dest), body);
  }

  private JournalRecorder recorder(int messages, long chars) {
    return new JournalRecorder(scheduler, new JournalRecorder.Bounds(messages, chars), next);
  }

  private static List<String> lines(NetJournal journal) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    journal.write(out);
    return out.toString(StandardCharsets.US_ASCII).lines().toList();
  }

  @Test
  void messagesAreLinesWithTheTimesOfSendingAndFirstReceipt() throws Exception {
    JournalRecorder recorder = recorder(10, 1000);
    Message request = message("c1", "n0", Body.of("read").withMsgId(7));
    scheduler.at(40, () -> recorder.onSend(0, request));
    scheduler.at(50, () -> recorder.onReceive(0, request));
    scheduler.at(60, () -> recorder.onSend(1, GOSSIP));
    scheduler.at(70, () -> recorder.onReceive(0, request));
    scheduler.runUntil(100);
    assertThat(lines(recorder.journal(45)))
        .containsExactly(
            "{\"id\":0,\"src\":\"c1\",\"dest\":\"n0\",\"sent\":-5,\"received\":5,"
                + "\"body\":{\"type\":\"read\",\"msg_id\":7}}",
            "{\"id\":1,\"src\":\"n0\",\"dest\":\"n1\",\"sent\":15,\"received\":null,"
                + "\"body\":{\"type\":\"gossip\",\"x\":\"\\u00E9\"}}");
    assertThat(recorder.journal(45).json())
        .isEqualTo(Json.object("message-count", Json.of(2), "left-out-count", Json.of(0)));
  }

  @Test
  void everyMessageIsPassedOn() {
    JournalRecorder recorder = recorder(1, 1000);
    recorder.onSend(0, GOSSIP);
    recorder.onSend(1, GOSSIP);
    recorder.onReceive(0, GOSSIP);
    recorder.onReceive(1, GOSSIP);
    assertThat(heard).containsExactly("send 0", "send 1", "recv 0", "recv 1");
  }

  @Test
  void afterTheLastMessageThatIsKeptTheOthersAreCounted() {
    JournalRecorder recorder = recorder(2, 1000);
    for (int id = 0; id < 5; id++) {
      recorder.onSend(id, GOSSIP);
    }
    assertThat(recorder.journal(0).messages()).hasSize(2);
    assertThat(recorder.journal(0).leftOut()).isEqualTo(3);
  }

  @Test
  void bodyThatDoesNotFitEndsTheJournal() {
    Message large = message("n0", "n1", Body.of("gossip", "x", Json.of("y".repeat(100))));
    JournalRecorder recorder = recorder(10, 80);
    recorder.onSend(0, GOSSIP);
    recorder.onSend(1, large);
    recorder.onSend(2, GOSSIP);
    recorder.onReceive(2, GOSSIP);
    assertThat(recorder.journal(0).messages()).extracting(JournaledMessage::id).containsExactly(0L);
    assertThat(recorder.journal(0).leftOut()).isEqualTo(2);
  }
}
