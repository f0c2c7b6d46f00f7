package dev.tattle.rivals;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.nodes.StrongMachine;
import dev.tattle.raft.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.TimeDuration;

/**
 * Apache Ratis over gRPC. Its log is synced to the disk before an entry counts: "unsafe flush" and
 * "async flush" stay off. A leader accepts writes at once. Another node sends them through Ratis's
 * own client, again and again with the same number, so that each happens once. Reads are
 * linearizable. The times of elections and the sizes of snapshots are those of this project.
 */
final class RatisRival implements Rival {
  private static final RaftGroupId GROUP = RaftGroupId.valueOf(new UUID(0, 1));
  private static final TimeDuration ELECTION = TimeDuration.valueOf(300, TimeUnit.MILLISECONDS);
  private static final TimeDuration PAUSE = TimeDuration.valueOf(50, TimeUnit.MILLISECONDS);
  private static final int ATTEMPTS = 100;
  private static final int ENTRIES_BEFORE_SNAPSHOT = 10_000;
  private static final int MOST_OPEN = 1_000;

  private final RaftServer server;
  private final RaftClient client;
  private final ClientId own = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();
  private final Machine replies = StrongMachine.create();

  private RatisRival(RaftServer server, RaftClient client) {
    this.server = server;
    this.client = client;
  }

  static RatisRival start(RivalOptions options) throws IOException {
    List<RaftPeer> peers = new ArrayList<>();
    options
        .ports()
        .forEach(
            (name, port) ->
                peers.add(
                    RaftPeer.newBuilder()
                        .setId(name)
                        .setAddress(RivalOptions.HOST + ":" + port)
                        .build()));
    RaftGroup group = RaftGroup.valueOf(GROUP, peers);
    RaftProperties properties = properties(options);
    RaftServer server =
        RaftServer.newBuilder()
            .setServerId(RaftPeerId.valueOf(options.self()))
            .setGroup(group)
            .setProperties(properties)
            .setOption(StartupOption.RECOVER)
            .setStateMachine(new RatisCounters())
            .build();
    server.start();
    RaftClient client =
        RaftClient.newBuilder()
            .setProperties(properties)
            .setRaftGroup(group)
            .setRetryPolicy(RetryPolicies.retryUpToMaximumCountWithFixedSleep(ATTEMPTS, PAUSE))
            .build();
    return new RatisRival(server, client);
  }

  private static RaftProperties properties(RivalOptions options) {
    RaftProperties properties = new RaftProperties();
    GrpcConfigKeys.Server.setHost(properties, RivalOptions.HOST);
    GrpcConfigKeys.Server.setPort(properties, options.port());
    GrpcConfigKeys.Client.setPort(properties, options.port());
    GrpcConfigKeys.Admin.setPort(properties, options.port());
    RaftServerConfigKeys.setStorageDir(properties, List.of(options.data().toFile()));
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, ELECTION);
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, ELECTION.multiply(2));
    RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
    RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, ENTRIES_BEFORE_SNAPSHOT);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
    RaftClientConfigKeys.Async.setOutstandingRequestsMax(properties, MOST_OPEN);
    return properties;
  }

  @Override
  public void ask(Body question, Duration patience, Consumer<Body> answer) {
    CompletableFuture<RaftClientReply> reply;
    try {
      reply =
          question.type().equals("read")
              ? client.async().sendReadOnly(RatisCounters.message(question.json("strong")))
              : write(RatisCounters.message(StrongMachine.command(question)));
    } catch (IOException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    Rival.answer(reply, patience, (got, failure) -> answer(question, got, failure), answer);
  }

  private CompletableFuture<RaftClientReply> write(Message command) throws IOException {
    if (!server.getDivision(GROUP).getInfo().isLeaderReady()) {
      return client.async().send(command);
    }
    return server.submitClientRequestAsync(
        RaftClientRequest.newBuilder()
            .setClientId(own)
            .setServerId(server.getId())
            .setGroupId(GROUP)
            .setCallId(calls.incrementAndGet())
            .setMessage(command)
            .setType(RaftClientRequest.writeRequestType())
            .build());
  }

  private Body answer(Body question, RaftClientReply reply, Throwable failure) {
    if (failure != null || !reply.isSuccess()) {
      return RpcError.TIMEOUT.body(String.valueOf(failure == null ? reply : failure));
    }
    Json told = RatisCounters.json(reply.getMessage().getContent());
    return told instanceof Json.Obj read
        ? new Body("read_ok", null, null, read.fields())
        : replies.reply(question, told);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
