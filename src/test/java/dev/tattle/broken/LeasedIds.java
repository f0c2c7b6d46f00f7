package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.core.rpc.CallTimer;
import dev.tattle.core.rpc.Calls;
import dev.tattle.core.rpc.Completion;
import dev.tattle.core.rpc.KvClient;
import dev.tattle.core.rpc.Result;

/**
 * Naive, right unique ids from blocks of numbers. A node's progress is in lin-kv under its name.
 * The node moves it on by compare-and-set before it gives out a number of the next block. After a
 * start it gives out no number before that.
 */
class LeasedIds implements Node {
  private static final long BLOCK = 20;

  private enum Step {
    READ,
    MOVE_ON
  }

  private final Json key;
  private final Calls<Step> calls;
  private final KvClient<Step> kv;
  private long proposed;
  private long next;
  private long end;

  LeasedIds(Environment environment) {
    key = Json.of(environment.self());
    calls = new Calls<>(environment);
    kv = new KvClient<>(KvClient.LIN_KV, calls);
  }

  /** Answers before it has read how far its earlier incarnation had come. */
  static final class BeforeRecovery extends LeasedIds {
    BeforeRecovery(Environment environment) {
      super(environment);
    }

    @Override
    public void onStart(Outbox out) {
      use(0);
      super.onStart(out);
    }

    @Override
    long firstLeased() {
      return BLOCK;
    }
  }

  long firstLeased() {
    return 0;
  }

  void use(long block) {
    next = block;
    end = block + BLOCK;
  }

  @Override
  public void onStart(Outbox out) {
    kv.read(key, Step.READ, out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    if (message.body().type().equals("generate")) {
      if (next == end) {
        throw new RequestException(RpcError.TEMPORARILY_UNAVAILABLE, "the next block is not there");
      }
      out.reply(message, Body.of("generate_ok", "id", Json.array(key, Json.of(next++))));
      if (next == end) {
        kv.read(key, Step.READ, out);
      }
    } else {
      calls.onMessage(message, out).ifPresent(done -> onCompletion(done, out));
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    calls.onTimer((CallTimer) timer, out).ifPresent(done -> onCompletion(done, out));
  }

  private void onCompletion(Completion<Step> done, Outbox out) {
    if (done.context() == Step.MOVE_ON && done.result() instanceof Result.Ok) {
      use(proposed);
    } else if (done.context() == Step.READ && done.result() instanceof Result.Ok ok) {
      moveOn(ok.body().integer("value"), out);
    } else if (done.result() instanceof Result.Failed failed
        && failed.is(RpcError.KEY_DOES_NOT_EXIST)) {
      moveOn(firstLeased(), out);
    } else {
      kv.read(key, Step.READ, out);
    }
  }

  private void moveOn(long from, Outbox out) {
    proposed = from;
    kv.casOrCreate(key, Json.of(from), Json.of(from + BLOCK), Step.MOVE_ON, out);
  }
}
