package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.Outbox;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A naive, right database on one node. Each transaction happens at one instant, some milliseconds
 * after its request. A register is a list of which only the last element shows.
 */
class SlowTxns implements Node {
  private static final int LONGEST_STEP_MILLIS = 20;

  final Environment environment;
  final Map<Json, List<Element>> lists = new LinkedHashMap<>();
  private final boolean areRegisters;
  private final Map<Long, Run> open = new LinkedHashMap<>();
  private long begun;

  /** A value written under a key. */
  record Element(Json value, Run writer, long nanos) {}

  /** The next step of a transaction. */
  private record Step(long number) implements Timer {}

  /** One micro-operation. */
  record Micro(String f, Json key, Json value) {
    boolean isRead() {
      return f.equals("r");
    }
  }

  /** A transaction under way. */
  static final class Run {
    final Message request;
    final List<Micro> operations = new ArrayList<>();
    final List<Json> results = new ArrayList<>();
    int steps;

    Run(Message request) {
      this.request = request;
      for (Json item : request.body().array("txn")) {
        List<Json> parts = ((Json.Arr) item).items();
        operations.add(new Micro(((Json.Text) parts.get(0)).value(), parts.get(1), parts.get(2)));
      }
    }

    boolean isReadOnly() {
      return operations.stream().allMatch(Micro::isRead);
    }
  }

  /** The result of a step. */
  enum End {
    GOES_ON,
    DONE,
    ABORTED
  }

  SlowTxns(Environment environment, boolean areRegisters) {
    this.environment = environment;
    this.areRegisters = areRegisters;
  }

  /** Carries out one step of a transaction. Some time passes before each step. */
  End step(Run run) {
    run.operations.forEach(one -> apply(run, one));
    return End.DONE;
  }

  final void apply(Run run, Micro one) {
    if (!one.isRead()) {
      write(run, one);
    }
    run.results.add(one.isRead() ? shown(visible(run, list(one.key))) : one.value);
  }

  void write(Run run, Micro one) {
    list(one.key).add(new Element(one.value, run, environment.nowNanos()));
  }

  /** The part of all written elements that a transaction may read. */
  List<Element> visible(Run run, List<Element> elements) {
    return elements;
  }

  final List<Element> list(Json key) {
    return lists.computeIfAbsent(key, first -> new ArrayList<>());
  }

  final Json shown(List<Element> elements) {
    if (!areRegisters) {
      return Json.array(elements.stream().map(Element::value).toList());
    }
    return elements.isEmpty() ? Json.NULL : elements.get(elements.size() - 1).value;
  }

  final boolean happens(int percent) {
    return environment.random().nextInt(100) < percent;
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    long number = begun++;
    open.put(number, new Run(message));
    wait(number, out);
  }

  private void wait(long number, Outbox out) {
    int millis = 1 + environment.random().nextInt(LONGEST_STEP_MILLIS);
    out.setTimer(new Step(number), Duration.ofMillis(millis));
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    long number = ((Step) timer).number;
    Run run = open.get(number);
    if (run == null) {
      return;
    }
    End end = step(run);
    run.steps++;
    switch (end) {
      case GOES_ON -> wait(number, out);
      case ABORTED -> {
        open.remove(number);
        out.reply(run.request, RpcError.TXN_CONFLICT.body("try again"));
      }
      case DONE -> {
        open.remove(number);
        List<Json> items = new ArrayList<>();
        for (int i = 0; i < run.operations.size(); i++) {
          Micro one = run.operations.get(i);
          items.add(Json.array(Json.of(one.f), one.key, run.results.get(i)));
        }
        out.reply(run.request, Body.of("txn_ok", "txn", Json.array(items)));
      }
    }
  }
}
