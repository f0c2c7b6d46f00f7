package dev.tattle.runtime.cluster.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.runtime.cluster.grpc.proto.CounterValue;
import dev.tattle.runtime.cluster.http.HttpProblem;
import io.vertx.grpc.common.GrpcStatus;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcPartsTest {
  @ParameterizedTest
  @CsvSource({
    "TIMEOUT,                 DEADLINE_EXCEEDED",
    "NOT_SUPPORTED,           UNIMPLEMENTED",
    "TEMPORARILY_UNAVAILABLE, UNAVAILABLE",
    "MALFORMED_REQUEST,       INVALID_ARGUMENT",
    "KEY_DOES_NOT_EXIST,      NOT_FOUND",
    "PRECONDITION_FAILED,     FAILED_PRECONDITION",
    "TXN_CONFLICT,            FAILED_PRECONDITION",
    "CRASH,                   UNKNOWN",
  })
  void eachErrorOfTheNodeHasACode(RpcError error, GrpcStatus status) {
    HttpProblem problem = HttpProblem.ofError(error.body("because"));
    assertThat(GrpcProblem.status(problem)).isEqualTo(status);
  }

  @Test
  void anErrorThatNobodyKnowsIsInternal() {
    HttpProblem problem = HttpProblem.ofError(Body.of("error", "code", Json.of(4711)));
    assertThat(GrpcProblem.status(problem)).isEqualTo(GrpcStatus.INTERNAL);
  }

  @Test
  void aValueBeyond64BitsIsExactInDecimal() {
    BigInteger large = BigInteger.TWO.pow(70).negate();
    CounterValue value =
        Answers.value("a", Body.of("add_ok", "value", Json.of(large), "token", Json.object()));
    assertThat(value.getValue()).isEqualTo(Long.MIN_VALUE);
    assertThat(value.getLargeValue()).isEqualTo(large.toString());
  }
}
