package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.RpcError;
import dev.tattle.runtime.cluster.grpc.proto.ChangeRequest;
import dev.tattle.runtime.cluster.grpc.proto.CounterValue;
import dev.tattle.runtime.cluster.grpc.proto.WatchRequest;
import io.vertx.core.Future;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The status codes of calls, and how calls are counted. */
class GrpcCodesTest extends GrpcCalls {
  @Test
  void aDeadlineIsKeptWhenTheNodeIsSilent() throws Exception {
    Future<GrpcClientRequest<ChangeRequest, CounterValue>> begun =
        caller.begin(COUNTERS, "Increment", VALUE);
    ChangeRequest silent = change("silent").build();
    GrpcCaller.Outcome<CounterValue> outcome =
        GrpcCaller.outcome(
            begun.compose(call -> call.timeout(300, TimeUnit.MILLISECONDS).send(silent)));
    assertThat(outcome.status()).isEqualTo(GrpcStatus.DEADLINE_EXCEEDED);
  }

  /** What the node says, as the guide to gRPC's status codes has it. */
  @Test
  void errorsOfTheNodeHaveTheirCodes() throws Exception {
    refused(
        "Increment",
        change(RpcError.TEMPORARILY_UNAVAILABLE.name()).build(),
        GrpcStatus.UNAVAILABLE,
        "as asked");
    refused(
        "Increment",
        change(RpcError.TIMEOUT.name()).build(),
        GrpcStatus.DEADLINE_EXCEEDED,
        "asked");
    refused("Increment", change(RpcError.CRASH.name()).build(), GrpcStatus.UNKNOWN, "as asked");
  }

  @Test
  void callsAreCountedByMethodAndCode() throws Exception {
    ask("Increment", change("a").build());
    ask("Increment", change("a").build());
    refused("Add", change("a").build(), GrpcStatus.INVALID_ARGUMENT, "amount");
    refused("Multiply", change("a").build(), GrpcStatus.UNIMPLEMENTED, "");
    aDeadlineIsKeptWhenTheNodeIsSilent();
    Future<GrpcClientRequest<WatchRequest, CounterValue>> watch =
        caller.begin(COUNTERS, "Watch", VALUE);
    WatchRequest watched = WatchRequest.newBuilder().setCounter("a").build();
    List<Long> seen = new CopyOnWriteArrayList<>();
    watch
        .compose(call -> call.send(watched))
        .onSuccess(answer -> answer.handler(value -> seen.add(value.getValue())));
    RunningCluster.await(() -> seen.equals(List.of(2L)));
    watch.onSuccess(GrpcClientRequest::cancel);
    RunningCluster.await(() -> calls("tattle.v1.Counters/Watch", "CANCELLED") == 1);
    assertThat(calls("tattle.v1.Counters/Increment", "OK")).isEqualTo(2);
    assertThat(calls("tattle.v1.Counters/Increment", "DEADLINE_EXCEEDED")).isEqualTo(1);
    assertThat(calls("tattle.v1.Counters/Add", "INVALID_ARGUMENT")).isEqualTo(1);
    assertThat(calls("none", "UNIMPLEMENTED")).isEqualTo(1);
    assertThat(cluster.metric(0, "tattle_grpc_call_duration_seconds_count")).isEqualTo(4);
  }

  private long calls(String method, String code) {
    String series = "tattle_grpc_calls_total{method=\"%s\",code=\"%s\"}";
    return cluster.metric(0, series.formatted(method, code));
  }
}
