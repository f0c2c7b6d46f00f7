package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.tattle.runtime.cluster.grpc.proto.ChangeRequest;
import dev.tattle.runtime.cluster.grpc.proto.CounterValue;
import dev.tattle.runtime.cluster.http.HttpLimits;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A base for tests that call one node over gRPC. */
abstract class GrpcCalls {
  static final ServiceName COUNTERS = ServiceName.create("tattle.v1.Counters");
  static final CounterValue VALUE = CounterValue.getDefaultInstance();
  private static final HttpLimits LIMITS = new HttpLimits(100, 10_000, 256, 255, 1);

  RunningCluster cluster;
  GrpcCaller caller;

  @BeforeEach
  void start() throws Exception {
    cluster = new RunningCluster(1, FakeCountersNode::new, null, LIMITS);
    caller = new GrpcCaller(cluster.node(0).clients().port());
  }

  @AfterEach
  void stop() throws Exception {
    caller.close();
    cluster.close();
  }

  <Q extends Message> CounterValue ask(String name, Q request) throws Exception {
    return caller.call(COUNTERS, name, request, VALUE).present();
  }

  <Q extends Message> void refused(String name, Q request, GrpcStatus status, String message)
      throws Exception {
    GrpcCaller.Outcome<CounterValue> outcome = caller.call(COUNTERS, name, request, VALUE);
    assertThat(outcome.status()).as(outcome.message()).isEqualTo(status);
    assertThat(outcome.message()).contains(message);
  }

  static ChangeRequest.Builder change(String counter) {
    return ChangeRequest.newBuilder().setCounter(counter);
  }
}
