package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers long polls for the names of strong counters. A service's client interface must know
 * whether a name belongs to a strong counter before it asks any node about it.
 *
 * <pre>
 * names {since?} → names_ok {since, all, names, gone}
 * </pre>
 *
 * <p>{@code since} is the one in the last answer. With {@code all}, {@code names} has all names;
 * else it has the names that were added since, and {@code gone} has those that were removed. A
 * question waits for news for at most {@link #WAIT}.
 */
final class StrongNames {
  /** It is time to answer the questions that have waited long enough. */
  enum Wait implements Timer {
    NAMES
  }

  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final int JOURNAL = 10_000;

  private record Change(String name, boolean isThere) {}

  private final String incarnation;
  private final WaitingRequests<String> waiting;
  private final Set<String> all = new TreeSet<>();
  private final Deque<Change> journal = new ArrayDeque<>();
  private long version;
  private long toldVersion;

  StrongNames(Environment environment) {
    incarnation = Long.toString(environment.random().nextLong(1L << 52), Character.MAX_RADIX);
    waiting = new WaitingRequests<>(environment, Wait.NAMES);
  }

  void added(String name) {
    all.add(name);
    note(new Change(name, true));
  }

  void removed(String name) {
    all.remove(name);
    note(new Change(name, false));
  }

  /** Replaces all names. */
  void all(Collection<String> names) {
    all.clear();
    all.addAll(names);
    journal.clear();
    version++;
  }

  private void note(Change change) {
    version++;
    journal.add(change);
    if (journal.size() > JOURNAL) {
      journal.remove();
    }
  }

  void ask(Message request, Outbox out) {
    if (since(request.body()).equals(now())) {
      waiting.add("", request, WAIT, out);
    } else {
      out.reply(request, answer(request.body()));
    }
  }

  private static String since(Body body) {
    return body.has("since") ? body.text("since") : "";
  }

  private String now() {
    return incarnation + "-" + version;
  }

  /** How many changes the asker has not seen; {@link Long#MAX_VALUE} if unknown. */
  private long unseen(String since) {
    String prefix = incarnation + "-";
    if (!since.startsWith(prefix)) {
      return Long.MAX_VALUE;
    }
    try {
      long unseen = version - Long.parseLong(since.substring(prefix.length()));
      return unseen < 0 ? Long.MAX_VALUE : unseen;
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private Body answer(Body question) {
    long unseen = unseen(since(question));
    boolean isAll = unseen > journal.size();
    Set<String> names = new TreeSet<>(isAll ? all : Set.of());
    Set<String> gone = new TreeSet<>();
    long skipped = journal.size() - unseen;
    for (Change change : isAll ? List.<Change>of() : journal) {
      if (skipped-- <= 0) {
        (change.isThere ? names : gone).add(change.name);
        (change.isThere ? gone : names).remove(change.name);
      }
    }
    return Body.of(
        "names_ok",
        "since",
        Json.of(now()),
        "all",
        Json.of(isAll),
        "names",
        texts(names),
        "gone",
        texts(gone));
  }

  private static Json texts(Collection<String> texts) {
    List<Json> items = new ArrayList<>(texts.size());
    texts.forEach(text -> items.add(Json.of(text)));
    return Json.array(items);
  }

  /** Runs after each handler: answers the waiting questions if there is news. */
  void settle(Outbox out) {
    if (version != toldVersion) {
      toldVersion = version;
      if (!waiting.isEmpty()) {
        waiting.takeAll().forEach(request -> out.reply(request, answer(request.body())));
      }
    }
  }

  void onTimer(Outbox out) {
    waiting.takeLate(out).forEach(request -> out.reply(request, answer(request.body())));
  }

  /** Answers all questions, because no more changes will come. */
  void onStop(Outbox out) {
    waiting.takeAll().forEach(request -> out.reply(request, answer(request.body())));
  }
}
