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
import java.time.Duration;

/** Keeps the sum in seq-kv: reads it, adds to it, and writes it back. */
public final class HastyCounter implements Node {
  private static final Json KEY = Json.of("sum");
  private static final RetryPolicy ONCE = RetryPolicy.once(Duration.ofSeconds(1));

  /** What a call to seq-kv is for: the client's request. */
  private record Step(Message request, boolean isWrite) {}

  private final Calls<Step> calls;

  public HastyCounter(Environment environment) {
    calls = new Calls<>(environment);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    switch (message.body().type()) {
      case "add", "read" -> {
        Body read = Body.of("read", "key", KEY);
        calls.call(KvClient.SEQ_KV, read, new Step(message, false), ONCE, out);
      }
      default -> {
        if (message.body().inReplyTo() == null) {
          throw NodeHost.notSupported(message);
        }
        calls.onMessage(message, out).ifPresent(done -> onDone(done, out));
      }
    }
  }

  private void onDone(Completion<Step> done, Outbox out) {
    Message request = done.context().request();
    if (done.context().isWrite()) {
      boolean isDone = done.result() instanceof Result.Ok;
      out.reply(request, isDone ? Body.of("add_ok") : RpcError.TIMEOUT.body("seq-kv is silent"));
      return;
    }
    long sum = done.result() instanceof Result.Ok ok ? ok.body().integer("value") : 0;
    if (request.body().type().equals("read")) {
      out.reply(request, Body.of("read_ok", "value", Json.of(sum)));
      return;
    }
    Json more = Json.of(sum + request.body().integer("delta"));
    Body write = Body.of("write", "key", KEY, "value", more);
    calls.call(KvClient.SEQ_KV, write, new Step(request, true), ONCE, out);
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    calls.onTimer((CallTimer) timer, out).ifPresent(done -> onDone(done, out));
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(HastyCounter::new));
  }
}
