package dev.tattle.tutorial;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.core.rpc.CallTimer;
import dev.tattle.core.rpc.Calls;
import dev.tattle.core.rpc.Completion;
import dev.tattle.core.rpc.KvClient;
import dev.tattle.core.rpc.Result;
import dev.tattle.core.rpc.RetryPolicy;
import dev.tattle.crdt.ReplicaId;
import java.time.Duration;

/** Keeps the sum in seq-kv, and writes there before it reads, because that makes a read fresh. */
public final class FreshCounter implements Node {
  private static final Json KEY = Json.of("sum");

  private static final RetryPolicy ONCE = RetryPolicy.once(Duration.ofSeconds(1));

  /** What a call to seq-kv does. */
  private enum Kind {
    TOUCH,
    READ,
    CAS
  }

  /** What a call to seq-kv is for: the client's request. */
  private record Step(Message request, Kind kind) {}

  private final ReplicaId self;
  private final Calls<Step> calls;
  private final KvClient<Step> kv;
  private long touches;

  public FreshCounter(Environment environment) {
    self = ReplicaId.fresh(environment);
    calls = new Calls<>(environment);
    kv = new KvClient<>(KvClient.SEQ_KV, calls);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    switch (message.body().type()) {
      case "add" -> kv.read(KEY, new Step(message, Kind.READ), out);
      case "read" -> touch(message, out);
      default -> {
        if (message.body().inReplyTo() == null) {
          throw NodeHost.notSupported(message);
        }
        calls.onMessage(message, out).ifPresent(done -> onDone(done, out));
      }
    }
  }

  /** Writes what nobody has written before: what this node reads afterwards is no older. */
  private void touch(Message request, Outbox out) {
    Json fresh = Json.of(touches++);
    Body write = Body.of("write", "key", Json.of(self.name()), "value", fresh);
    calls.call(KvClient.SEQ_KV, write, new Step(request, Kind.TOUCH), ONCE, out);
  }

  private void onDone(Completion<Step> done, Outbox out) {
    Message request = done.context().request();
    switch (done.context().kind()) {
      case TOUCH -> onTouch(request, done.result(), out);
      case READ -> onRead(request, done.result(), out);
      case CAS -> onCas(request, done.result(), out);
    }
  }

  private void onTouch(Message request, Result result, Outbox out) {
    if (result instanceof Result.Ok) {
      kv.read(KEY, new Step(request, Kind.READ), out);
    } else {
      out.reply(request, RpcError.TEMPORARILY_UNAVAILABLE.body("seq-kv is silent"));
    }
  }

  private void onRead(Message request, Result result, Outbox out) {
    if (result instanceof Result.Failed failed && !failed.is(RpcError.KEY_DOES_NOT_EXIST)) {
      out.reply(request, RpcError.TEMPORARILY_UNAVAILABLE.body("seq-kv is silent"));
      return;
    }
    long sum = result instanceof Result.Ok ok ? ok.body().integer("value") : 0;
    if (request.body().type().equals("read")) {
      out.reply(request, Body.of("read_ok", "value", Json.of(sum)));
    } else {
      Json more = Json.of(sum + request.body().integer("delta"));
      kv.casOrCreate(KEY, Json.of(sum), more, new Step(request, Kind.CAS), out);
    }
  }

  private void onCas(Message request, Result result, Outbox out) {
    if (result instanceof Result.Ok) {
      out.reply(request, Body.of("add_ok"));
    } else if (result instanceof Result.Failed failed && failed.is(RpcError.PRECONDITION_FAILED)) {
      kv.read(KEY, new Step(request, Kind.READ), out); // Another node was faster: once more.
    } else {
      out.reply(request, RpcError.TIMEOUT.body("nobody knows whether seq-kv has added it"));
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    calls.onTimer((CallTimer) timer, out).ifPresent(done -> onDone(done, out));
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(FreshCounter::new));
  }
}
