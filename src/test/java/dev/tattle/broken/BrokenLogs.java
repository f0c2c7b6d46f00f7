package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RpcError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link OwnedLogs} with one fault each. */
final class BrokenLogs {
  private BrokenLogs() {}

  /** Restarts one offset too low. */
  static final class ReusesOffsets extends OwnedLogs {
    ReusesOffsets(Environment environment) {
      super(environment);
      logs.values().forEach(NavigableMap::pollLastEntry);
    }
  }

  /**
   * Gives out an offset at once but shows its message up to a second later. Polls continue after
   * the gap.
   */
  static final class PollsBeyondGaps extends OwnedLogs {
    private static final long MOST_NANOS = 1_000_000_000;
    private final Map<Json, Long> shownFrom = new LinkedHashMap<>();

    PollsBeyondGaps(Environment environment) {
      super(environment);
    }

    @Override
    long append(String key, Json message) {
      long delay = environment.random().nextLong(MOST_NANOS);
      shownFrom.put(Json.array(Json.of(key), message), environment.nowNanos() + delay);
      return super.append(key, message);
    }

    @Override
    NavigableMap<Long, Json> from(String key, long offset) {
      NavigableMap<Long, Json> shown = new TreeMap<>(super.from(key, offset));
      long now = environment.nowNanos();
      shown.values().removeIf(m -> shownFrom.getOrDefault(Json.array(Json.of(key), m), 0L) > now);
      return shown;
    }
  }

  /** Begins a page one message too late. */
  static final class SkipsMessages extends OwnedLogs {
    private static final int PAGE = 4;

    SkipsMessages(Environment environment) {
      super(environment);
    }

    @Override
    NavigableMap<Long, Json> from(String key, long offset) {
      boolean isPage = offset > 0 && offset % PAGE == 0;
      return super.from(key, isPage ? offset + 1 : offset);
    }
  }

  /** Forgets every tenth message that it acknowledges. */
  static final class LosesAppends extends OwnedLogs {
    private int appends;

    LosesAppends(Environment environment) {
      super(environment);
    }

    @Override
    long append(String key, Json message) {
      long offset = super.append(key, message);
      if (++appends % 10 == 0) {
        log(key).put(offset, Json.NULL);
      }
      return offset;
    }

    @Override
    NavigableMap<Long, Json> from(String key, long offset) {
      NavigableMap<Long, Json> shown = new TreeMap<>(super.from(key, offset));
      shown.values().removeIf(Json.NULL::equals);
      return shown;
    }
  }

  /** Takes the latest commit even if it is lower. */
  static final class MovesCommitsBack extends OwnedLogs {
    MovesCommitsBack(Environment environment) {
      super(environment);
    }

    @Override
    void commit(String key, long offset) {
      committed.put(key, offset);
    }
  }

  /**
   * Takes over the logs if it does not hear from the owner for a while, so two nodes may own them.
   */
  static final class TwoOwners extends OwnedLogs {
    private static final int PATIENCE = 5;
    private int unanswered;

    TwoOwners(Environment environment) {
      super(environment);
    }

    @Override
    NodeId owner() {
      return unanswered > PATIENCE ? environment.self() : super.owner();
    }

    @Override
    void onRetry() {
      unanswered++;
    }

    @Override
    @Nullable Message answered(String id, Body answer, Map<String, Message> questions) {
      unanswered = 0;
      return super.answered(id, answer, questions);
    }
  }

  /** Takes a late answer to one poll as the answer to another. */
  static final class MixesUpRetries extends OwnedLogs {
    MixesUpRetries(Environment environment) {
      super(environment);
    }

    @Override
    @Nullable Message answered(String id, Body answer, Map<String, Message> questions) {
      Message own = super.answered(id, answer, questions);
      if (own == null && answer.type().equals("poll_ok")) {
        for (Map.Entry<String, Message> question : questions.entrySet()) {
          if (question.getValue().body().type().equals("poll")) {
            return questions.remove(question.getKey());
          }
        }
      }
      return own;
    }
  }

  /** Hides the newest message of a log until there is a newer one. */
  static final class HidesTheNewest extends OwnedLogs {
    HidesTheNewest(Environment environment) {
      super(environment);
    }

    @Override
    NavigableMap<Long, Json> from(String key, long offset) {
      NavigableMap<Long, Json> shown = new TreeMap<>(super.from(key, offset));
      shown.pollLastEntry();
      return shown;
    }
  }

  /** Does not recognize a repeated request. */
  static final class AppendsAgain extends OwnedLogs {
    AppendsAgain(Environment environment) {
      super(environment);
    }

    @Override
    boolean isNew(String id) {
      return true;
    }
  }

  /** Refuses every tenth send after it has carried it out. */
  static final class RefusesTooLate extends OwnedLogs {
    private int sends;

    RefusesTooLate(Environment environment) {
      super(environment);
    }

    @Override
    Body carryOut(Body request) {
      Body reply = super.carryOut(request);
      return request.type().equals("send") && ++sends % 10 == 0
          ? Body.of("error", "code", Json.of(RpcError.TEMPORARILY_UNAVAILABLE.code()))
          : reply;
    }
  }

  /** Gives every tenth message an offset below the latest one, which a client may have polled. */
  static final class AppendsBelow extends OwnedLogs {
    private int appends;

    AppendsBelow(Environment environment) {
      super(environment);
    }

    @Override
    long append(String key, Json message) {
      NavigableMap<Long, Json> log = log(key);
      long last = log.isEmpty() ? 0 : log.lastKey();
      boolean isBelow = ++appends % 10 == 0 && !log.isEmpty() && !log.containsKey(last - 1);
      long offset = isBelow ? last - 1 : last + 2;
      log.put(offset, message);
      return offset;
    }
  }
}
