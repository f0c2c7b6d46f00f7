package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.core.rpc.CallTimer;
import dev.tattle.core.rpc.Calls;
import dev.tattle.core.rpc.Completion;
import dev.tattle.core.rpc.KvClient;
import dev.tattle.core.rpc.Result;
import dev.tattle.crdt.Counter;
import dev.tattle.gossip.Delta;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.SlotTable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counter's copy in seq-kv: one key, whose value is the join of all nodes' slots.
 *
 * <p>The node changes it by compare-and-set, one at a time, always to the join of the key's value
 * and the node's own. So after a cas that timed out, and may have happened, the node simply tries
 * another: a join with a value that is there already changes nothing. A read may be stale; a cas
 * from a stale value fails, and the next read is fresher.
 *
 * <p>Only nodes that lead write ({@link Gossip#leads}): the relay, for all nodes that reach it, and
 * each node that reaches no relay, for itself. If more nodes wrote, they would only make each
 * other's cas fail.
 */
final class CounterKey {
  private static final Json KEY = Json.of("tattle-counter");

  // How long a change waits, so that several share a cas.
  private static final Duration FLUSH = Duration.ofSeconds(4);
  // How often an idle node reads the key, for what others may have added.
  private static final Duration REFRESH = Duration.ofSeconds(5);
  private static final int MAX_ROUNDS = 4;

  /** The call that is under way. */
  private enum Step {
    READ,
    CAS
  }

  private enum KeyTimer implements Timer {
    SYNC
  }

  private final Environment environment;
  private final SlotTable table;
  private final Gossip gossip;
  private final Calls<Step> calls;
  private final KvClient<Step> kv;

  /** The key's value when last seen, if it may still be the same; null if unknown. */
  private @Nullable Json seen;

  private Counter seenCounter = Counter.ZERO;
  private Counter proposed = Counter.ZERO;
  private boolean wasRead;
  private boolean flushIsSet;
  private int rounds;

  CounterKey(Environment environment, SlotTable table, Gossip gossip) {
    this.environment = environment;
    this.table = table;
    this.gossip = gossip;
    calls = new Calls<>(environment);
    kv = new KvClient<>(KvClient.SEQ_KV, calls);
  }

  /** True once the key has been read, or is known not to exist. */
  boolean wasRead() {
    return wasRead;
  }

  void onStart(Outbox out) {
    read(out);
  }

  /** Arranges to write the key, because the table has something new. */
  void changed(Outbox out) {
    if (gossip.leads() && calls.size() == 0 && !flushIsSet) {
      flushIsSet = true;
      out.setTimer(KeyTimer.SYNC, jittered(FLUSH));
    }
  }

  /**
   * Handles a reply of the service; ignores any other message.
   *
   * @return true if it brought something new into the table
   */
  boolean onMessage(Message message, Outbox out) {
    return calls.onMessage(message, out).map(done -> onCompletion(done, out)).orElse(false);
  }

  /** Handles one of its own timers; returns false for any other. */
  boolean onTimer(Timer timer, Outbox out) {
    if (timer instanceof CallTimer callTimer) {
      calls.onTimer(callTimer, out).ifPresent(done -> onCompletion(done, out));
    } else if (timer == KeyTimer.SYNC) {
      sync(out);
    } else {
      return false;
    }
    return true;
  }

  private void sync(Outbox out) {
    rounds = 0;
    boolean hasChange = flushIsSet;
    flushIsSet = false;
    if (!gossip.leads()) {
      rest(out);
    } else if (hasChange && seen != null) {
      cas(out);
    } else {
      read(out);
    }
  }

  private boolean onCompletion(Completion<Step> done, Outbox out) {
    if (done.context() == Step.READ) {
      return onRead(done.result(), out);
    }
    onCas(done.result(), out);
    return false;
  }

  private boolean onRead(Result result, Outbox out) {
    if (result instanceof Result.Ok ok) {
      Json value = ok.body().fields().getOrDefault("value", Json.NULL);
      try {
        return onValue(value, Counter.fromJson(value), out);
      } catch (IllegalArgumentException foreign) {
        // Somebody else uses the key for other data: leave it alone, because gossip is enough.
        rest(out);
        return false;
      }
    }
    if (result instanceof Result.Failed failed && failed.is(RpcError.KEY_DOES_NOT_EXIST)) {
      return onValue(Json.NULL, Counter.ZERO, out);
    }
    rest(out);
    return false;
  }

  private boolean onValue(Json value, Counter counter, Outbox out) {
    wasRead = true;
    seen = value;
    seenCounter = counter;
    boolean isNews = join(counter, out);
    if (gossip.leads()) {
      cas(out);
    } else {
      rest(out);
    }
    return isNews;
  }

  private boolean join(Counter counter, Outbox out) {
    List<Delta> lacking = table.lacking(counter);
    try {
      for (Delta delta : lacking) {
        gossip.keep(delta, out);
        table.join(delta);
      }
    } catch (RequestException diskFails) {
      return false; // If any is refused, the first is. Gossip and the next read bring them again.
    }
    return !lacking.isEmpty();
  }

  private void onCas(Result result, Outbox out) {
    if (result instanceof Result.Ok) {
      // If a cas failed before, others write too, and will have written before the next cas.
      seen = rounds == 0 ? proposed.toJson() : null;
      seenCounter = proposed;
      rest(out);
    } else if (result instanceof Result.Failed failed && failed.definite() && rounds < MAX_ROUNDS) {
      // Another node was faster, or the value was stale.
      rounds++;
      read(out);
    } else {
      seen = null;
      rest(out);
    }
  }

  private void read(Outbox out) {
    seen = null;
    kv.read(KEY, Step.READ, out);
  }

  /** Joins this node's slots into the key, if the key lacks any. */
  private void cas(Outbox out) {
    if (seen == null || seenCounter.covers(table.counter())) {
      rest(out);
    } else {
      proposed = seenCounter.join(table.counter());
      kv.casOrCreate(KEY, seen, proposed.toJson(), Step.CAS, out);
    }
  }

  /** Waits for changes, or for a while, because no call is under way. */
  private void rest(Outbox out) {
    flushIsSet = gossip.leads() && !seenCounter.covers(table.counter());
    out.setTimer(KeyTimer.SYNC, jittered(flushIsSet ? FLUSH : REFRESH));
  }

  private Duration jittered(Duration mean) {
    long nanos = mean.toNanos();
    return Duration.ofNanos(nanos * 3 / 4 + environment.random().nextLong(nanos / 2));
  }
}
