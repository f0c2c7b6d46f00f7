package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gRPC client of one server. */
public final class GrpcCaller {
  /** The outcome of a call: its status, the status message, and the response if there was one. */
  public record Outcome<A>(GrpcStatus status, @Nullable String message, @Nullable A response) {
    public A present() {
      assertThat(status).as(message).isEqualTo(GrpcStatus.OK);
      return Objects.requireNonNull(response);
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final GrpcClient client = GrpcClient.client(vertx);
  private final SocketAddress server;
  private @Nullable String token;

  public GrpcCaller(int port) {
    server = SocketAddress.inetSocketAddress(port, "localhost");
  }

  /** Shows this token from now on. */
  void setToken(@Nullable String shown) {
    token = shown;
  }

  <Q extends Message, A extends Message> Future<GrpcClientRequest<Q, A>> begin(
      ServiceName service, String name, A response) {
    ServiceMethod<A, Q> method =
        ServiceMethod.client(
            service, name, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(response));
    return client
        .<Q, A>request(server, method)
        .onSuccess(
            call -> {
              if (token != null) {
                call.headers().set("authorization", "Bearer " + token);
              }
            });
  }

  public <Q extends Message, A extends Message> Outcome<A> call(
      ServiceName service, String name, Q request, A response) throws Exception {
    Future<GrpcClientRequest<Q, A>> begun = begin(service, name, response);
    return outcome(begun.compose(call -> call.send(request)));
  }

  static <Q, A> Outcome<A> outcome(Future<GrpcClientResponse<Q, A>> sent) throws Exception {
    return sent.compose(
            answer ->
                answer
                    .last()
                    .otherwiseEmpty()
                    .map(last -> new Outcome<>(answer.status(), answer.statusMessage(), last)))
        .await(20, TimeUnit.SECONDS);
  }

  public void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }
}
