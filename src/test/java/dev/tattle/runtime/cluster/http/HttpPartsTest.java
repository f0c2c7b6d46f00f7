package dev.tattle.runtime.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.wire.JsonCodec;
import org.junit.jupiter.api.Test;

class HttpPartsTest {
  @Test
  void problemsSayWhatIsKnown() {
    HttpProblem unavailable = HttpProblem.ofError(RpcError.TEMPORARILY_UNAVAILABLE.body("full"));
    assertThat(JsonCodec.format(unavailable.toJson()))
        .isEqualTo(
            "{\"type\":\"urn:tattle:problem:temporarily-unavailable\","
                + "\"title\":\"Temporarily unavailable\",\"status\":503,\"detail\":\"full\","
                + "\"outcome\":\"not-done\"}");
    assertThat(unavailable.mayBeRetried()).isTrue();
  }

  @Test
  void eachErrorIsAStatusAndIsDefiniteWhereTheErrorIs() {
    for (RpcError error : RpcError.values()) {
      HttpProblem problem = HttpProblem.ofError(error.body("why"));
      assertThat(problem.isDefinite()).as("%s", error).isEqualTo(error.definite());
      assertThat(problem.status()).as("%s", error).isBetween(400, 599);
      assertThat(problem.detail()).isEqualTo("why");
    }
    Body strange = Body.of("error", "code", Json.of(1_234));
    assertThat(HttpProblem.ofError(strange).isDefinite()).isFalse();
  }

  @Test
  void pathsAreDecodedStrictly() {
    assertThat(PathText.decode("a+b")).isEqualTo("a+b");
    assertThat(PathText.decode("%41%c3%BC")).isEqualTo("Aü");
    assertThat(PathText.decode("é%20")).isEqualTo("é ");
    assertThat(PathText.decode("%")).isNull();
    assertThat(PathText.decode("%4")).isNull();
    assertThat(PathText.decode("%4g")).isNull();
    assertThat(PathText.decode("%FF")).isNull();
    assertThat(PathText.decode("%C0%AF")).isNull();
  }

  @Test
  void tokensComeBackAsTheyWent() {
    Json token = Json.object("n1:7", Json.of(3), "ü", Json.of(1L << 60));
    assertThat(Tokens.parse(Tokens.text(token))).isEqualTo(token);
    for (String wrong : new String[] {"", "!", "W10", "e30=x", "x".repeat(9_000)}) {
      assertThatThrownBy(() -> Tokens.parse(wrong))
          .as(wrong)
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("token: expected");
    }
  }
}
