package dev.tattle.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerFormatTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void anAnswerIsWholeWithItsLastByte() throws Exception {
    byte[] http = bytes("HTTP/1.1 200 OK\r\na: b\r\nCONTENT-LENGTH: 3\r\n\r\nabc");
    byte[] redis = bytes(":12\r\n");
    for (int count = 0; count < http.length; count++) {
      assertThat(AnswerFormat.HTTP.length(http, count)).isEqualTo(AnswerFormat.MORE);
    }
    for (int count = 0; count < redis.length; count++) {
      assertThat(AnswerFormat.REDIS.length(redis, count)).isEqualTo(AnswerFormat.MORE);
    }
    assertThat(AnswerFormat.HTTP.length(http, http.length)).isEqualTo(http.length);
    assertThat(AnswerFormat.REDIS.length(redis, redis.length)).isEqualTo(redis.length);
  }

  @Test
  void successIsToldByTheFirstLine() {
    assertThat(AnswerFormat.HTTP.isSuccess(bytes("HTTP/1.1 200 OK"))).isTrue();
    assertThat(AnswerFormat.HTTP.isSuccess(bytes("HTTP/1.1 404 Not Found"))).isFalse();
    assertThat(AnswerFormat.REDIS.isSuccess(bytes("+PONG"))).isTrue();
    assertThat(AnswerFormat.REDIS.isSuccess(bytes("-LOADING"))).isFalse();
  }

  @Test
  void aLengthThatIsNoNumberIsRefused() {
    byte[] http = bytes("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n");
    assertThatThrownBy(() -> AnswerFormat.HTTP.length(http, http.length))
        .isInstanceOf(PerfException.class)
        .hasMessage("an answer with Content-Length 'x'");
  }
}
