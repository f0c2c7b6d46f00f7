package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Outbox;
import dev.tattle.core.RpcError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of the replicated state: the machine, and the sessions of the nodes that write
 * to it. When it applies a write of this node's clients, it answers the client.
 */
final class Replica implements Raft.Owner {
  private final Machine machine;
  private final Sessions sessions = new Sessions();
  private final OpenWrites writes;
  private final OpenReads reads;

  Replica(Machine machine, OpenWrites writes, OpenReads reads) {
    this.machine = machine;
    this.writes = writes;
    this.reads = reads;
  }

  @Override
  public void apply(long index, Json command, Outbox out) {
    Submission submission = Submission.fromJson(command);
    Map<Long, @Nullable Json> results = sessions.apply(index, submission, machine);
    if (submission.session().equals(writes.session())) {
      for (Map.Entry<Long, @Nullable Json> result : results.entrySet()) {
        answer(result.getKey(), result.getValue(), out);
      }
    }
  }

  private void answer(long number, @Nullable Json result, Outbox out) {
    OpenWrites.Write write = writes.end(number);
    if (write != null) {
      Message request = write.request();
      out.reply(
          request,
          result == null
              ? RpcError.TIMEOUT.body("it is unknown whether this happened: the node was away")
              : machine.reply(request.body(), result));
    }
  }

  @Override
  public List<Json> snapshot() {
    List<Json> parts = sessions.snapshot();
    parts.addAll(machine.snapshot());
    return parts;
  }

  @Override
  public void restore(List<Json> parts, Outbox out) {
    int own = sessions.restore(parts);
    machine.restore(parts.subList(own, parts.size()));
    for (Map.Entry<Long, Json> result : sessions.results(writes.session()).entrySet()) {
      answer(result.getKey(), result.getValue(), out);
    }
  }

  @Override
  public void readable(long ticket, long index) {
    reads.readable(ticket, index);
  }
}
