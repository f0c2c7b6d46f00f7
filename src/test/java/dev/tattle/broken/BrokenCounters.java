package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Outbox;
import dev.tattle.core.RpcError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link LoggedCounters} with one fault each. */
final class BrokenCounters {
  private BrokenCounters() {}

  /** Forgets all idempotency keys when it restarts. */
  static final class ForgetsKeys extends LoggedCounters {
    ForgetsKeys(Environment environment) {
      super(environment);
    }

    @Override
    List<Json> kept() {
      return super.kept().stream().map(record -> rewritten(record, "key")).toList();
    }
  }

  /** A record without these fields of its operation. */
  private static Json rewritten(Json record, String... without) {
    List<Json> parts = OperationLog.items(record);
    Map<String, Json> fields = new LinkedHashMap<>(((Json.Obj) parts.get(2)).fields());
    List.of(without).forEach(fields::remove);
    return Json.array(parts.get(0), parts.get(1), new Json.Obj(fields));
  }

  /** Knows only the keys of its own clients. */
  static final class KeysOfANode extends LoggedCounters {
    KeysOfANode(Environment environment) {
      super(
          environment,
          new OperationLog() {
            @Override
            Json identity(String replica, int number, Json operation) {
              return Json.array(Json.of(replica), super.identity(replica, number, operation));
            }
          });
    }
  }

  /** Keeps deletes only in memory, so deleted adds come back. */
  static final class ForgetsDeletes extends LoggedCounters {
    ForgetsDeletes(Environment environment) {
      super(environment);
    }

    @Override
    List<Json> kept() {
      return super.kept().stream().map(record -> rewritten(record, "delete")).toList();
    }
  }

  /** Ends a time to live by the clock of any node, not by the clock that set it. */
  static final class ForeignClocks extends LoggedCounters {
    ForeignClocks(Environment environment) {
      super(environment);
    }

    @Override
    void stamp(Map<String, Json> operation) {
      Json ttl = operation.get("ttl");
      if (ttl != null) {
        long end = environment.nowNanos() / 1_000_000 + OperationLog.number(ttl);
        operation.put("end", Json.of(end));
      }
    }

    @Override
    @Nullable Long millisToLive(Json operation) {
      Json end = OperationLog.optional(operation, "end");
      return end == null
          ? null
          : Math.max(1, OperationLog.number(end) - environment.nowNanos() / 1_000_000);
    }
  }

  /** Adds again what it receives again. */
  static final class AddsAgain extends LoggedCounters {
    private final Recount recount;

    AddsAgain(Environment environment) {
      this(environment, new Recount());
    }

    private AddsAgain(Environment environment, Recount recount) {
      super(environment, recount);
      this.recount = recount;
    }

    @Override
    void learn(String from, long number, Json operation, Outbox out) {
      if (number <= log.size(from)) {
        recount.add(operation);
      }
      super.learn(from, number, operation, out);
    }
  }

  private static final class Recount extends OperationLog {
    private final Map<String, Long> more = new LinkedHashMap<>();

    void add(Json operation) {
      if (optional(operation, "adds") instanceof Json.Arr adds) {
        adds.items()
            .forEach(
                one -> more.merge(text(items(one).get(0)), number(items(one).get(1)), Long::sum));
      }
    }

    @Override
    Json value(String counter) {
      return Json.of(number(super.value(counter)) + more.getOrDefault(counter, 0L));
    }
  }

  /** Tells watchers at most once a second, and skips the changes in between. */
  static final class SkipsChanges extends LoggedCounters {
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<String, Json> noticed = new LinkedHashMap<>();
    private final Map<String, Long> toldNanos = new LinkedHashMap<>();
    private final Set<Waiting> asked = new LinkedHashSet<>();

    SkipsChanges(Environment environment) {
      super(environment);
    }

    @Override
    boolean isNews(Waiting watch) {
      String counter = watch.request.body().text("counter");
      Json value = log.value(counter);
      boolean isChange = asked.add(watch) || !value.equals(noticed.put(counter, value));
      long now = environment.nowNanos();
      boolean isQuiet = now - toldNanos.getOrDefault(counter, 0L) > PAUSE_NANOS;
      if (!isChange || !isQuiet || !super.isNews(watch)) {
        return false;
      }
      toldNanos.put(counter, now);
      return true;
    }
  }

  /** Answers at once and ignores the token. */
  static final class IgnoresTokens extends LoggedCounters {
    IgnoresTokens(Environment environment) {
      super(environment);
    }

    @Override
    boolean isCovered(@Nullable Json token) {
      return true;
    }
  }

  /** Answers a majority read without a majority. */
  static final class MinorityReads extends LoggedCounters {
    MinorityReads(Environment environment) {
      super(environment);
    }

    @Override
    boolean hasMajority(Waiting one) {
      return true;
    }
  }

  /** Stores the parts of a batch one by one. */
  static class TearsBatches extends LoggedCounters {
    TearsBatches(Environment environment) {
      super(environment);
    }

    @Override
    void own(Json operation, Outbox out) {
      if (OperationLog.optional(operation, "adds") instanceof Json.Arr adds) {
        for (Json add : adds.items()) {
          Map<String, Json> part = new LinkedHashMap<>(((Json.Obj) operation).fields());
          part.put("adds", Json.array(add));
          super.own(new Json.Obj(part), out);
        }
      } else {
        super.own(operation, out);
      }
    }
  }

  /** Lets a delete also remove the next two operations of each node, which nobody has seen. */
  static final class DeletesUnseen extends LoggedCounters {
    private static final int MORE = 2;

    DeletesUnseen(Environment environment) {
      super(
          environment,
          new OperationLog() {
            @Override
            boolean isCovered(Json delete, String replica, int number) {
              return super.isCovered(delete, replica, number - MORE);
            }
          });
    }
  }

  /** Refuses every tenth addition after it has made it. */
  static final class RefusesTooLate extends LoggedCounters {
    private static final int ONE_IN = 10;

    private int adds;

    RefusesTooLate(Environment environment) {
      super(environment);
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      boolean isRefused = message.body().type().equals("add") && ++adds % ONE_IN == 0;
      super.onMessage(message, isRefused ? new Refusing(out) : out);
    }

    private static final class Refusing extends ForwardingOutbox {
      Refusing(Outbox out) {
        super(out);
      }

      @Override
      public void reply(Message request, Body body) {
        super.reply(request, RpcError.PRECONDITION_FAILED.body("too much"));
      }
    }
  }

  /** Lets the first node learn nothing from the others. */
  static final class HearsNobody extends LoggedCounters {
    HearsNobody(Environment environment) {
      super(environment);
    }

    @Override
    void push(Message message, Outbox out) {
      if (!environment.self().equals(environment.nodes().get(0))) {
        super.push(message, out);
      }
    }
  }
}
