package dev.tattle.perf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
  private static final NodeId NODE = new NodeId("n1");
  private static final Body BODY =
      Body.of("broadcast", "message", Json.of(Requests.NUMBER), "text", Json.of("9 nines"));

  private final Requests requests = Requests.of(NODE, BODY);

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 10, 999, 1_000_000, Long.MAX_VALUE})
  void eachRequestIsItsBodyWithItsNumber(long number) {
    byte[] buffer = new byte[3 + requests.maxBytes()];
    int end = requests.write(number, buffer, 3);
    assertThat(new String(buffer, 3, end - 3, UTF_8))
        .isEqualTo(
            "{\"id\":%1$d,\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"broadcast\","
                    .formatted(number)
                + "\"msg_id\":%1$d,\"message\":%1$d,\"text\":\"9 nines\"}}\n".formatted(number));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"body\":{\"type\":\"broadcast_ok\",\"in_reply_to\":12,\"msg_id\":3}} | 12 | true",
        "{\"body\": {\"in_reply_to\": 0, \"type\": \"broadcast_ok\"}} | 0 | true",
        "{\"body\":{\"type\":\"error\",\"in_reply_to\":12,\"code\":10}} | 12 | false",
        "{\"body\":{\"type\":\"read\",\"msg_id\":12}} | -1 | false",
        "{\"body\":{\"type\":\"broadcast_ok\",\"in_reply_to\":\"x\"}} | -1 | true",
        "\"in_reply_to\" | -1 | false",
        "in_reply | -1 | false",
      })
  void anAnswerTellsWhichRequestItAnswersAndHow(String line, long number, boolean isOk) {
    byte[] bytes = ("##" + line + "##").getBytes(UTF_8);
    assertThat(requests.answered(bytes, 2, bytes.length - 4)).isEqualTo(number);
    assertThat(requests.isOk(bytes, 2, bytes.length - 4)).isEqualTo(isOk);
  }

  @Test
  void aCopiedRequestAnswersItself() {
    Requests copied = Requests.copied(NODE, BODY);
    byte[] buffer = new byte[copied.maxBytes()];
    int end = copied.write(123_456, buffer, 0);
    assertThat(copied.answered(buffer, 0, end)).isEqualTo(123_456);
    assertThat(copied.isOk(buffer, 0, end)).isTrue();
    assertThat(requests.answered(buffer, 0, end)).isEqualTo(-1);
  }
}
