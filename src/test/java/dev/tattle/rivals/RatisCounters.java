package dev.tattle.rivals;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.nodes.StrongMachine;
import dev.tattle.raft.Machine;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.MD5FileUtil;

/**
 * The counters as a state machine of Ratis. Commands and results are JSON, as in this project's
 * log.
 *
 * <p>Thread rule: Ratis applies on one thread and asks on others.
 */
final class RatisCounters extends BaseStateMachine {
  private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
  private final Machine machine = StrongMachine.create();

  @Override
  public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage raftStorage)
      throws IOException {
    super.initialize(server, groupId, raftStorage);
    storage.init(raftStorage);
    reinitialize();
  }

  @Override
  public SimpleStateMachineStorage getStateMachineStorage() {
    return storage;
  }

  /** Takes the state of the last snapshot, which may have come from another node. */
  @Override
  public synchronized void reinitialize() throws IOException {
    SingleFileSnapshotInfo snapshot = storage.loadLatestSnapshot();
    if (snapshot == null) {
      return;
    }
    File file = snapshot.getFile().getPath().toFile();
    if (parse(Files.readAllBytes(file.toPath())) instanceof Json.Arr parts) {
      machine.restore(parts.items());
    }
    setLastAppliedTermIndex(SimpleStateMachineStorage.getTermIndexFromSnapshotFile(file));
  }

  @Override
  public synchronized long takeSnapshot() throws IOException {
    TermIndex last = getLastAppliedTermIndex();
    File file = storage.getSnapshotFile(last.getTerm(), last.getIndex());
    try (FileOutputStream out = new FileOutputStream(file)) {
      out.write(bytes(Json.array(machine.snapshot())));
      out.getFD().sync();
    }
    MD5Hash hash = MD5FileUtil.computeAndSaveMd5ForFile(file);
    storage.updateLatestSnapshot(
        new SingleFileSnapshotInfo(new FileInfo(file.toPath(), hash), last));
    return last.getIndex();
  }

  @Override
  public synchronized CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    Json result = machine.apply(json(entry.getStateMachineLogEntry().getLogData()));
    updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
    return CompletableFuture.completedFuture(message(result));
  }

  /** A question is the counter's name; its answer has what a read's has. */
  @Override
  public synchronized CompletableFuture<Message> query(Message request) {
    Body read = Body.of("read", "strong", json(request.getContent()));
    return CompletableFuture.completedFuture(message(new Json.Obj(machine.read(read).fields())));
  }

  static Message message(Json json) {
    return Message.valueOf(ByteString.copyFrom(bytes(json)));
  }

  static Json json(ByteString content) {
    return parse(content.toByteArray());
  }

  static byte[] bytes(Json json) {
    return JsonCodec.format(json).getBytes(StandardCharsets.UTF_8);
  }

  static Json parse(byte[] utf8) {
    try {
      return JsonCodec.parse(utf8);
    } catch (WireException e) {
      throw new IllegalArgumentException("no node wrote this", e);
    }
  }
}
