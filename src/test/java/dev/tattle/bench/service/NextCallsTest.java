package dev.tattle.bench.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's counters: what is asked, and how answers are understood. */
class NextCallsTest {
  private static final Body NEXT = Body.of("next");
  private final NextCalls calls = new NextCalls(40, Duration.ofSeconds(1));

  @Test
  void asksForANumberAndForTheLastOne() {
    URI node = URI.create("http://localhost:8001");
    assertThat(calls.request(node, NEXT).method()).isEqualTo("POST");
    assertThat(calls.request(node, NEXT).uri()).hasPath("/next");
    assertThat(calls.request(node, Body.of("read")).method()).isEqualTo("GET");
    assertThat(calls.request(node, Body.of("read")).uri()).hasPath("/get");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42",
        "42\n",
        "{\"value\":42}",
        "{\"value\":42,\"term\":7}",
        "{\"node\":\"a\",\"counter\":42}"
      })
  void theNumberStandsAloneOrInAnObjectAndCountsFromTheBeginOfTheRun(String text) {
    assertThat(calls.reply(NEXT, 200, text)).isEqualTo(Body.of("next_ok", "value", Json.of(2)));
  }

  @ParameterizedTest
  @CsvSource({
    "200, forty, CRASH",
    "200, '{\"a\":1,\"b\":2}', CRASH",
    "500, 42, CRASH",
    "503, no leader, CRASH",
    "400, not the leader, TEMPORARILY_UNAVAILABLE",
    "307, elsewhere, TEMPORARILY_UNAVAILABLE"
  })
  void onlyAnErrorOfTheClientProvesThatNothingWasDone(int status, String text, RpcError error) {
    assertThat(calls.reply(NEXT, status, text))
        .isEqualTo(
            error.body("expected a number, but the answer is HTTP %d: %s".formatted(status, text)));
  }
}
