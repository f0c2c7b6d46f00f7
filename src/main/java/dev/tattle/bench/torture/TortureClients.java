package dev.tattle.bench.torture;

import dev.tattle.core.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clients that add and read. They send an addition with a key until a node acknowledges it, each
 * time to any node, sometimes twice at once or again much later. They send one without a key once.
 */
final class TortureClients {
  private static final int MAX_UNDER_WAY = 64;

  /** The most additions that wait to be sent again; at this bound clients make no new ones. */
  private static final int MAX_UNSETTLED = 500;

  private static final int MAX_PARTS = 4;
  private static final int MAX_PATIENCE = 6;

  private final Reactor reactor;
  private final CounterApi api;
  private final List<String> nodes;
  private final AdditionLedger ledger;
  private final RandomGenerator random;
  private final TortureProblems violations;
  private final ListReads lists;
  private final Set<Addition> unsettled = new LinkedHashSet<>();
  private final Tally tally = new Tally();
  private int underWay;
  private int later;
  private int keys;
  private boolean isOver;

  /** Counts requests. */
  static final class Tally {
    long attempts;
    long refused;
    long unknown;
    long again;
    long reads;
    final Map<String, Long> refusals = new TreeMap<>();
  }

  TortureClients(
      Reactor reactor,
      CounterApi api,
      List<String> nodes,
      AdditionLedger ledger,
      RandomGenerator random,
      TortureProblems violations) {
    this.reactor = reactor;
    this.api = api;
    this.nodes = nodes;
    this.ledger = ledger;
    this.random = random;
    this.violations = violations;
    lists = new ListReads(api, ledger, violations);
  }

  /** Begins to send this many requests a second. */
  void begin(double rate) {
    Duration pause = Duration.ofNanos((long) (TimeUnit.SECONDS.toNanos(1) / rate));
    reactor.after(pause, () -> turn(pause, reactor.nowNanos()));
  }

  /** Ends new requests. Additions with a key are still sent until they are acknowledged. */
  void end() {
    isOver = true;
  }

  /** True if no request is open and all additions with a key are acknowledged. */
  boolean areSettled() {
    return underWay == 0 && later == 0 && unsettled.isEmpty();
  }

  Tally tally() {
    return tally;
  }

  private void turn(Duration pause, long lastNanos) {
    if (isOver) {
      return;
    }
    if (underWay < MAX_UNDER_WAY && unsettled.size() < MAX_UNSETTLED) {
      request();
    }
    // Does not catch up on late requests, which would come in one burst.
    long nowNanos = reactor.nowNanos();
    long nextNanos = Math.max(nowNanos - pause.toNanos(), lastNanos + pause.toNanos());
    Duration wait = Duration.ofNanos(Math.max(0, nextNanos - nowNanos));
    reactor.after(wait, () -> turn(pause, nextNanos));
  }

  private void request() {
    int draw = random.nextInt(100);
    if (draw < 15) {
      read(ledger.anyCounter());
      return;
    }
    boolean hasKey = draw < 75;
    int parts = draw % 7 == 0 ? random.nextInt(2, MAX_PARTS + 1) : 1;
    Addition addition = ledger.draw(parts, hasKey ? "k" + keys++ : null);
    if (addition == null) {
      isOver = true; // There is no room for more.
      return;
    }
    if (hasKey) {
      unsettled.add(addition);
    }
    send(addition);
    if (hasKey && random.nextInt(10) == 0) {
      send(addition);
    }
  }

  private void send(Addition addition) {
    String node = nodes.get(random.nextInt(nodes.size()));
    List<Long> must = new ArrayList<>();
    for (Addition.Part part : addition.parts()) {
      must.add(ledger.mustShow(part.counter(), node) | part.bit());
    }
    addition.sent();
    tally.attempts++;
    underWay++;
    api.add(node, addition, ledger, answer -> onAdded(node, addition, must, answer));
  }

  private void onAdded(String node, Addition addition, List<Long> must, CounterApi.Answer answer) {
    underWay--;
    addition.answered(answer.outcome());
    switch (answer.outcome()) {
      case DONE -> {
        ledger.acknowledged(addition, node);
        judge(node, addition, must, answer);
      }
      case REFUSED -> onRefused(node, answer);
      case UNKNOWN -> tally.unknown++;
    }
    if (addition.isAcknowledged()) {
      if (unsettled.remove(addition) && random.nextInt(6) == 0) {
        sendAgainLater(addition);
      }
    } else if (addition.key() != null && addition.underWay() == 0) {
      tally.again++;
      // Longer each time, so that not every request for a node that is down keeps asking it.
      int patience = Math.min(addition.attempts(), MAX_PATIENCE);
      reactor.after(millis(20, 600).multipliedBy(patience), () -> send(addition));
    }
  }

  private void onRefused(String node, CounterApi.Answer answer) {
    tally.refused++;
    tally.refusals.merge(answer.refusal(), 1L, Long::sum);
    // All requests are correct, so a node may be unable to carry one out (503), but must not refuse
    // it.
    if (answer.status() != 0 && answer.status() != 503) {
      violations.add(node, "refused what it should do: " + answer.problem());
    }
  }

  private void sendAgainLater(Addition addition) {
    later++;
    tally.again++;
    reactor.after(
        millis(1, 8_000),
        () -> {
          later--;
          send(addition);
        });
  }

  private void judge(String node, Addition addition, List<Long> must, CounterApi.Answer answer) {
    List<Addition.Part> parts = addition.parts();
    if (parts.size() == 1) {
      judge(node, parts.get(0).counter(), answer.field("value"), must.get(0));
      return;
    }
    List<Json> counters =
        answer.field("counters") instanceof Json.Arr array ? array.items() : List.of();
    if (counters.size() != parts.size()) {
      violations.add(node, "a batch without a value for each counter: " + addition.parts());
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      Json value = counters.get(i) instanceof Json.Obj object ? object.fields().get("value") : null;
      judge(node, parts.get(i).counter(), value, must.get(i));
    }
  }

  private void judge(String node, int counter, @Nullable Json value, long must) {
    violations.add(
        node,
        value == null
            ? "answered without a value of " + ledger.name(counter)
            : ledger.problem(counter, value, must));
  }

  private void read(int counter) {
    if (counter < 0) {
      return;
    }
    String node = nodes.get(random.nextInt(nodes.size()));
    long must = ledger.mustShow(counter, node);
    underWay++;
    tally.reads++;
    if (random.nextBoolean()) {
      lists.read(node, counter, () -> underWay--);
      return;
    }
    boolean isMajority = random.nextInt(4) == 0;
    api.read(
        node,
        ledger.name(counter),
        isMajority,
        answer -> {
          underWay--;
          Json value = answer.field("value");
          if (answer.outcome() == RequestOutcome.DONE) {
            judge(node, counter, value, must);
          } else if (answer.status() == 404 && must != 0) {
            violations.add(node, "does not know " + ledger.name(counter) + ", which it must show");
          }
        });
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(random.nextInt(least, most));
  }
}
