package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.runtime.cluster.grpc.proto.AddAllRequest;
import dev.tattle.runtime.cluster.grpc.proto.AddAllResponse;
import dev.tattle.runtime.cluster.grpc.proto.ChangeRequest;
import dev.tattle.runtime.cluster.grpc.proto.Consistency;
import dev.tattle.runtime.cluster.grpc.proto.CounterValue;
import dev.tattle.runtime.cluster.grpc.proto.DeleteRequest;
import dev.tattle.runtime.cluster.grpc.proto.GetCountRequest;
import dev.tattle.runtime.cluster.grpc.proto.ListRequest;
import dev.tattle.runtime.cluster.grpc.proto.ListResponse;
import dev.tattle.runtime.cluster.grpc.proto.WatchRequest;
import io.vertx.core.Future;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import io.vertx.grpc.reflection.v1.ServiceResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class GrpcFaceTest extends GrpcCalls {
  @Test
  void eachMethodAsksTheNode() throws Exception {
    assertThat(ask("Increment", ChangeRequest.getDefaultInstance()).getCounter())
        .isEqualTo("default");
    assertThat(ask("Increment", change("a").setAmount(5).build()).getValue()).isEqualTo(5);
    assertThat(ask("Decrement", change("a").build()).getValue()).isEqualTo(4);
    ChangeRequest keyed = change("ä").setAmount(-7).setKey("k").setTtlMillis(1_000).build();
    CounterValue added = ask("Add", keyed);
    assertThat(added.getValue()).isEqualTo(-7);
    assertThat(added.getDuplicate()).isFalse();
    assertThat(ask("Add", keyed).getDuplicate()).isTrue();
    CounterValue read =
        ask(
            "GetCount",
            GetCountRequest.newBuilder()
                .setCounter("ä")
                .setConsistency(Consistency.CONSISTENCY_MAJORITY)
                .setToken(added.getToken())
                .build());
    assertThat(read.getValue()).isEqualTo(-7);
    assertThat(read.getExists()).isTrue();
    assertThat(ask("Delete", DeleteRequest.newBuilder().setCounter("ä").build()).getValue())
        .isEqualTo(-7);
    assertThat(cluster.get(0, "/counters/a").body()).contains("\"value\":4");
  }

  @Test
  void batchesAndListsHaveAllTheirCounters() throws Exception {
    AddAllRequest.Add a = AddAllRequest.Add.newBuilder().setCounter("a").setAmount(1).build();
    AddAllRequest.Add b = AddAllRequest.Add.newBuilder().setCounter("b").setAmount(2).build();
    AddAllResponse added =
        caller
            .call(
                COUNTERS,
                "AddAll",
                AddAllRequest.newBuilder().addAdds(a).addAdds(b).build(),
                AddAllResponse.getDefaultInstance())
            .present();
    ListResponse listed =
        caller
            .call(
                COUNTERS,
                "List",
                ListRequest.newBuilder().setLimit(10).build(),
                ListResponse.getDefaultInstance())
            .present();
    CounterValue first = CounterValue.newBuilder().setCounter("a").setValue(1).build();
    CounterValue second = CounterValue.newBuilder().setCounter("b").setValue(2).build();
    assertThat(added.getCountersList()).containsExactly(first, second);
    assertThat(listed.getCountersList()).containsExactly(first, second);
    assertThat(listed.getMore()).isFalse();
  }

  @Test
  void refusalsSayWhatWasExpected() throws Exception {
    GrpcStatus invalid = GrpcStatus.INVALID_ARGUMENT;
    refused("Add", change("a").build(), invalid, "amount: expected an integer");
    refused("Add", change("").setAmount(1).build(), invalid, "counter: expected a name");
    refused("Increment", change("a").setAmount(-1).build(), invalid, "expected at least 0");
    refused("Increment", change("a").setTtlMillis(0).build(), invalid, "ttl_millis: expected");
    refused("Increment", change("a").setToken("?").build(), invalid, "token: expected");
    GetCountRequest strange = GetCountRequest.newBuilder().setConsistencyValue(9).build();
    refused("GetCount", strange, invalid, "consistency: expected");
    DeleteRequest missing = DeleteRequest.newBuilder().setCounter("no").build();
    refused("Delete", missing, GrpcStatus.NOT_FOUND, "no counter no");
    ask("Add", change("a").setAmount(Long.MAX_VALUE).build());
    refused("Increment", change("a").build(), GrpcStatus.FAILED_PRECONDITION, "64 bits");
    refused("Multiply", change("a").build(), GrpcStatus.UNIMPLEMENTED, "");
  }

  @Test
  void whatExceedsALimitIsRefused() throws Exception {
    AddAllRequest.Builder many = AddAllRequest.newBuilder();
    for (int i = 0; i < 1_001; i++) {
      many.addAdds(AddAllRequest.Add.newBuilder().setCounter("a"));
    }
    refused("AddAll", many.build(), GrpcStatus.RESOURCE_EXHAUSTED, "at most 1000");
    ChangeRequest large = change("a".repeat(20_000)).build();
    assertThat(caller.call(COUNTERS, "Increment", large, VALUE).status())
        .isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
  }

  @Test
  void aWatchHasTheValueFirstAndThenEachChange() throws Exception {
    ask("Increment", change("a").build());
    List<Long> seen = new CopyOnWriteArrayList<>();
    WatchRequest request = WatchRequest.newBuilder().setCounter("a").build();
    Future<GrpcClientRequest<WatchRequest, CounterValue>> begun =
        caller.begin(COUNTERS, "Watch", VALUE);
    begun
        .compose(call -> call.send(request))
        .onSuccess(answer -> answer.handler(value -> seen.add(value.getValue())));
    RunningCluster.await(() -> seen.equals(List.of(1L)));
    refused("Watch", request, GrpcStatus.RESOURCE_EXHAUSTED, "there are 1 watchers already");
    ask("Increment", change("b").build());
    ask("Increment", change("a").build());
    RunningCluster.await(() -> seen.equals(List.of(1L, 2L)));
    begun.onSuccess(GrpcClientRequest::cancel);
    RunningCluster.await(() -> cluster.metric(0, "tattle_http_watchers") == 0);
  }

  @Test
  void healthIsServed() throws Exception {
    for (String service : List.of("", "tattle.v1.Counters")) {
      HealthCheckResponse health =
          caller
              .call(
                  ServiceName.create("grpc.health.v1.Health"),
                  "Check",
                  HealthCheckRequest.newBuilder().setService(service).build(),
                  HealthCheckResponse.getDefaultInstance())
              .present();
      assertThat(health.getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    }
  }

  @Test
  void reflectionListsTheServices() throws Exception {
    ServerReflectionResponse listed =
        caller
            .call(
                ServiceName.create("grpc.reflection.v1.ServerReflection"),
                "ServerReflectionInfo",
                ServerReflectionRequest.newBuilder().setListServices("").build(),
                ServerReflectionResponse.getDefaultInstance())
            .present();
    assertThat(listed.getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains("tattle.v1.Counters", "grpc.health.v1.Health");
  }
}
