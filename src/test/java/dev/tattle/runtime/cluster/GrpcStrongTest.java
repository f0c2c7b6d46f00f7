package dev.tattle.runtime.cluster;

import static dev.tattle.runtime.cluster.GrpcCalls.COUNTERS;
import static dev.tattle.runtime.cluster.GrpcCalls.VALUE;
import static dev.tattle.runtime.cluster.GrpcCalls.change;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.tattle.runtime.cluster.grpc.proto.CompareAndSetRequest;
import dev.tattle.runtime.cluster.grpc.proto.Consistency;
import dev.tattle.runtime.cluster.grpc.proto.CounterValue;
import dev.tattle.runtime.cluster.grpc.proto.CreateRequest;
import dev.tattle.runtime.cluster.grpc.proto.CreateResponse;
import dev.tattle.runtime.cluster.grpc.proto.DeleteRequest;
import dev.tattle.runtime.cluster.grpc.proto.GetAndResetRequest;
import dev.tattle.runtime.cluster.grpc.proto.GetCountRequest;
import dev.tattle.runtime.cluster.grpc.proto.ListRequest;
import dev.tattle.runtime.cluster.grpc.proto.ListResponse;
import dev.tattle.runtime.cluster.grpc.proto.NextRequest;
import dev.tattle.runtime.cluster.grpc.proto.ReserveRequest;
import dev.tattle.runtime.cluster.grpc.proto.ReserveResponse;
import dev.tattle.runtime.cluster.grpc.proto.SetBoundsRequest;
import io.vertx.grpc.common.GrpcStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strong counters over gRPC. */
@Timeout(60)
class GrpcStrongTest {
  private RunningCluster cluster;
  private GrpcCaller caller;

  @BeforeEach
  void start() throws Exception {
    cluster =
        new RunningCluster(RunningCluster.counters(FakeCountersNode::new), FakeStrongNode.hosted());
    cluster.join();
    caller = new GrpcCaller(cluster.node(0).clients().port());
  }

  @AfterEach
  void stop() throws Exception {
    caller.close();
    cluster.close();
  }

  private <Q extends Message> GrpcCaller.Outcome<CounterValue> call(String name, Q request)
      throws Exception {
    return caller.call(COUNTERS, name, request, VALUE);
  }

  private <Q extends Message> long value(String name, Q request) throws Exception {
    return call(name, request).present().getValue();
  }

  @Test
  void eachMethodAsksTheNodeOfStrongCounters() throws Exception {
    CreateRequest create = CreateRequest.newBuilder().setCounter("a").setMin(0).setMax(99).build();
    CreateResponse none = CreateResponse.getDefaultInstance();
    assertThat(caller.call(COUNTERS, "Create", create, none).present().getCreated()).isTrue();
    assertThat(caller.call(COUNTERS, "Create", create, none).present().getCreated()).isFalse();
    assertThat(value("Next", NextRequest.newBuilder().setCounter("a").build())).isEqualTo(1);
    ReserveResponse block =
        caller
            .call(
                COUNTERS,
                "Reserve",
                ReserveRequest.newBuilder().setCounter("a").setCount(4).build(),
                ReserveResponse.getDefaultInstance())
            .present();
    assertThat(block)
        .isEqualTo(ReserveResponse.newBuilder().setCounter("a").setFirst(2).setLast(5).build());
    CompareAndSetRequest swap =
        CompareAndSetRequest.newBuilder().setCounter("a").setFrom(5).setTo(9).build();
    assertThat(value("CompareAndSet", swap)).isEqualTo(9);
    assertThat(call("CompareAndSet", swap).status()).isEqualTo(GrpcStatus.FAILED_PRECONDITION);
    assertThat(value("Increment", change("a").build())).isEqualTo(10);
    SetBoundsRequest bounds =
        SetBoundsRequest.newBuilder().setCounter("a").setMin(-1).setMax(50).build();
    assertThat(value("SetBounds", bounds)).isEqualTo(10);
    GetAndResetRequest reset = GetAndResetRequest.newBuilder().setCounter("a").build();
    assertThat(value("GetAndReset", reset)).isEqualTo(10);
    assertThat(value("GetCount", GetCountRequest.newBuilder().setCounter("a").build())).isZero();
    assertThat(value("Next", NextRequest.getDefaultInstance())).isEqualTo(1);
    assertThat(value("Delete", DeleteRequest.newBuilder().setCounter("a").build())).isZero();
  }

  @Test
  void aCounterIsOfOneKind() throws Exception {
    Consistency strong = Consistency.CONSISTENCY_STRONG;
    assertThat(value("Increment", change("e").build())).isEqualTo(1);
    assertThat(value("Increment", change("s").setConsistency(strong).build())).isEqualTo(1);
    assertThat(call("Next", NextRequest.newBuilder().setCounter("e").build()).status())
        .isEqualTo(GrpcStatus.FAILED_PRECONDITION);
    assertThat(call("Increment", change("e").setConsistency(strong).build()).status())
        .isEqualTo(GrpcStatus.FAILED_PRECONDITION);
    Consistency majority = Consistency.CONSISTENCY_MAJORITY;
    assertThat(call("Increment", change("e").setConsistency(majority).build()).status())
        .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
    ListResponse listed =
        caller
            .call(
                COUNTERS,
                "List",
                ListRequest.getDefaultInstance(),
                ListResponse.getDefaultInstance())
            .present();
    assertThat(listed.getCountersList()).extracting(CounterValue::getCounter).contains("e", "s");
    assertThat(listed.getCountersList())
        .filteredOn(CounterValue::getStrong)
        .extracting(CounterValue::getCounter)
        .containsExactly("s");
    NextRequest away = NextRequest.newBuilder().setCounter("TEMPORARILY_UNAVAILABLE").build();
    assertThat(call("Next", away).status()).isEqualTo(GrpcStatus.UNAVAILABLE);
  }
}
