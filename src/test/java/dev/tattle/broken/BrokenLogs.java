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

  /** Begins again one offset too low. */
  static final class ReusesOffsets extends OwnedLogs {
    ReusesOffsets(Environment environment) {
      super(environment);
      logs.values().forEach(NavigableMap::pollLastEntry);
    }
  }

  /** Tells an offset at once, and shows the message up to a second later; polls go on behind it. */
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

  /** Begins one message too late where a page ends. */
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

  /** Forgets each tenth message that it acknowledges. */
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

  /** Takes the latest commit, though it is lower. */
  static final class MovesCommitsBack extends OwnedLogs {
    MovesCommitsBack(Environment environment) {
      super(environment);
    }

    @Override
    void commit(String key, long offset) {
      committed.put(key, offset);
    }
  }

  /** Who does not hear the owner for a while owns the logs, too. */
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

  /** Takes a late answer to a poll for that to another poll. */
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

  /** Keeps the newest message of a log to itself until there is a newer one. */
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

  /** Does not know a request again that comes twice. */
  static final class AppendsAgain extends OwnedLogs {
    AppendsAgain(Environment environment) {
      super(environment);
    }

    @Override
    boolean isNew(String id) {
      return true;
    }
  }

  /** Refuses each tenth send when it has carried it out. */
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

  /** Gives each tenth message an offset below the latest one, which somebody may have polled. */
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
