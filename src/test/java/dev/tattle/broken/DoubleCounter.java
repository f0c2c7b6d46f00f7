package dev.tattle.broken;

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

/**
 * A counter that keeps only a sum in seq-kv. An add is pending until a cas has added it. The fault:
 * it treats a cas that timed out as not done, and adds the pending amount again. If a round trip
 * takes longer than {@link #CAS_TIMEOUT}, it never learns that a cas was done.
 */
final class DoubleCounter implements Node {
  private static final Duration CAS_TIMEOUT = Duration.ofMillis(100);
  private static final Duration REFRESH = Duration.ofMillis(200);
  private static final RetryPolicy PATIENT =
      new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(2), 5);
  private static final Json KEY = Json.of("sum");

  private enum Step {
    READ,
    CAS
  }

  private enum CounterTimer implements Timer {
    REFRESH
  }

  private final Calls<Step> calls;
  private long seen;
  private long pending;
  private long proposed;

  DoubleCounter(Environment environment) {
    calls = new Calls<>(environment);
  }

  @Override
  public void onStart(Outbox out) {
    read(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    switch (message.body().type()) {
      case "add" -> {
        pending += message.body().integer("delta");
        out.reply(message, Body.of("add_ok"));
      }
      case "read" -> out.reply(message, Body.of("read_ok", "value", Json.of(seen)));
      default -> {
        if (message.body().inReplyTo() == null) {
          throw NodeHost.notSupported(message);
        }
        calls.onMessage(message, out).ifPresent(done -> onCompletion(done, out));
      }
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    if (timer instanceof CallTimer callTimer) {
      calls.onTimer(callTimer, out).ifPresent(done -> onCompletion(done, out));
    } else {
      read(out);
    }
  }

  private void onCompletion(Completion<Step> done, Outbox out) {
    if (done.context() == Step.READ) {
      onRead(done.result(), out);
    } else {
      if (done.result() instanceof Result.Ok) {
        pending -= proposed;
      }
      read(out);
    }
  }

  private void onRead(Result result, Outbox out) {
    boolean isAbsent =
        result instanceof Result.Failed failed && failed.is(RpcError.KEY_DOES_NOT_EXIST);
    if (result instanceof Result.Ok ok) {
      seen = ok.body().integer("value");
    } else if (!isAbsent) {
      out.setTimer(CounterTimer.REFRESH, REFRESH);
      return;
    }
    if (pending == 0) {
      out.setTimer(CounterTimer.REFRESH, REFRESH);
    } else {
      proposed = pending;
      Json sum = Json.of(seen + proposed);
      Body cas = Body.of("cas", "key", KEY, "from", Json.of(seen), "to", sum);
      Body orCreate = cas.with("create_if_not_exists", Json.of(true));
      calls.call(KvClient.SEQ_KV, orCreate, Step.CAS, RetryPolicy.once(CAS_TIMEOUT), out);
    }
  }

  private void read(Outbox out) {
    calls.call(KvClient.SEQ_KV, Body.of("read", "key", KEY), Step.READ, PATIENT, out);
  }
}
