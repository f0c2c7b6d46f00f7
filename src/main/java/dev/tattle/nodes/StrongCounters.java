package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.raft.Machine;
import dev.tattle.raft.SnapshotParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A state machine of named counters. A command with a key is carried out once. As long as the key
 * is remembered ({@link StrongKeys}), the same command with the same key gets the same result, even
 * a refusal.
 *
 * <pre>
 * command                                         result
 * [operation, name, [integer, …]]                 as in StrongCounter: [integer, …], or
 * [operation, name, [integer, …], key]            [code, text]: 21 for a key of another command,
 *                                                 22 if the counter refuses it,
 *                                                 11 if there are too many counters
 * ["restore", a part of a snapshot]               []: adds the part; refused (22) if a counter
 *                                                 of it exists with another value
 * anything else                                   [10, text]: no node of this build sends it
 * </pre>
 */
final class StrongCounters implements Machine {
  private static final int WITH_KEY = 4;
  private static final Json RESTORE = Json.of("restore");

  /** The parts of a command. */
  private record Parsed(
      String operation, String name, List<Long> arguments, @Nullable String key) {}

  private final StrongLimits limits;
  private final StrongNames names;
  private final NavigableMap<String, StrongCounter> counters = new TreeMap<>();
  private final StrongKeys keys;

  /**
   * Makes a machine without counters.
   *
   * @param names is told which counters there are
   */
  StrongCounters(StrongLimits limits, StrongNames names) {
    this.limits = limits;
    this.names = names;
    keys = new StrongKeys(limits);
  }

  @Override
  public Json apply(Json command) {
    List<Json> words = items(command);
    if (words.size() == 2 && words.get(0).equals(RESTORE)) {
      return restored(items(words.get(1)));
    }
    Parsed parsed = parse(command);
    if (parsed == null) {
      return StrongCounter.error(
          RpcError.NOT_SUPPORTED, "this version does not know this operation");
    }
    Json first = parsed.key == null ? null : keys.find(parsed.key, command);
    if (first != null) {
      return first;
    }
    boolean isFull = counters.size() >= limits.counters();
    if (isFull && !counters.containsKey(parsed.name) && !parsed.operation.equals("delete")) {
      return StrongCounter.error(
          RpcError.TEMPORARILY_UNAVAILABLE,
          "there are %d counters already, and no more are allowed: use one of them"
              .formatted(counters.size()));
    }
    Json result = carryOut(parsed);
    if (parsed.key != null) {
      keys.remember(parsed.key, command, result);
    }
    return result;
  }

  private Json carryOut(Parsed parsed) {
    StrongCounter counter = counters.get(parsed.name);
    if (parsed.operation.equals("delete")) {
      return delete(parsed.name, counter);
    }
    StrongCounter.Step step =
        counter == null && parsed.operation.equals("create")
            ? StrongCounter.create(parsed.arguments)
            : (counter == null ? StrongCounter.NEW : counter)
                .step(parsed.operation, parsed.arguments);
    if (step.after() != null) {
      counters.put(parsed.name, step.after());
      if (counter == null) {
        names.added(parsed.name);
      }
    }
    return step.result();
  }

  private Json delete(String name, @Nullable StrongCounter counter) {
    if (counter == null) {
      return StrongCounter.error(RpcError.KEY_DOES_NOT_EXIST, "there is no such counter");
    }
    counters.remove(name);
    names.removed(name);
    return StrongCounter.numbers(counter.value());
  }

  private static @Nullable Parsed parse(Json command) {
    List<Json> items = items(command);
    boolean hasKey = items.size() == WITH_KEY;
    if ((!hasKey && items.size() != WITH_KEY - 1)
        || !(items.get(0) instanceof Json.Text operation)
        || !(items.get(1) instanceof Json.Text name)) {
      return null;
    }
    List<Long> arguments = new ArrayList<>(2);
    for (Json item : items(items.get(2))) {
      if (item instanceof Json.Int argument) {
        arguments.add(argument.value());
      }
    }
    Integer expected = StrongCounter.arguments(operation.value());
    String key = hasKey && items.get(WITH_KEY - 1) instanceof Json.Text text ? text.value() : null;
    return expected == null || arguments.size() != expected || hasKey != (key != null)
        ? null
        : new Parsed(operation.value(), name.value(), arguments, key);
  }

  private static List<Json> items(Json json) {
    return json instanceof Json.Arr array ? array.items() : List.of();
  }

  @Override
  public Body reply(Body request, Json result) {
    List<Json> items = items(result);
    if (items.size() == 2 && items.get(1) instanceof Json.Text why) {
      return Body.of("error", "code", items.get(0), "text", why);
    }
    String type = request.type() + "_ok";
    return switch (items.size()) {
      case 0 -> Body.of(type);
      case 1 -> Body.of(type, "value", items.get(0));
      default ->
          request.type().equals("create")
              ? Body.of(
                  type, "value", items.get(0), "created", Json.of(items.get(1).equals(Json.of(1))))
              : Body.of(type, "first", items.get(0), "last", items.get(1));
    };
  }

  /** Answers from this node's state. */
  @Override
  public Body read(Body request) {
    return switch (request.type()) {
      case "backup" -> Body.of("backup_ok", "parts", Json.array(snapshot()));
      case "list" -> list(request);
      default -> value(request);
    };
  }

  private Body value(Body request) {
    StrongCounter counter = counters.get(request.text(StrongRequests.NAME));
    return Body.of(
        "read_ok",
        "value",
        Json.of((counter == null ? StrongCounter.NEW : counter).value()),
        "exists",
        Json.of(counter != null));
  }

  private Body list(Body request) {
    StrongRequests.Page page = StrongRequests.page(request);
    List<Json> found = new ArrayList<>();
    boolean isMore = false;
    for (Map.Entry<String, StrongCounter> one : counters.tailMap(page.from(), true).entrySet()) {
      String name = one.getKey();
      if (!name.startsWith(page.prefix())) {
        break;
      }
      isMore = found.size() == page.limit();
      if (isMore) {
        break;
      }
      if (!name.equals(page.after())) {
        found.add(Json.array(Json.of(name), Json.of(one.getValue().value())));
      }
    }
    return Body.of("list_ok", "counters", Json.array(found), "more", Json.of(isMore));
  }

  /**
   * Holds {@code [name, value, min, max]} of each counter, then {@code [command, result]} of each
   * key.
   */
  @Override
  public List<Json> snapshot() {
    List<Json> items = new ArrayList<>(counters.size());
    counters.forEach(
        (name, counter) ->
            items.add(
                Json.array(
                    Json.of(name),
                    Json.of(counter.value()),
                    Json.of(counter.min()),
                    Json.of(counter.max()))));
    items.addAll(keys.snapshot());
    return SnapshotParts.of(items);
  }

  @Override
  public void restore(List<Json> parts) {
    counters.clear();
    keys.clear();
    for (Json part : SnapshotParts.items(parts)) {
      take(items(part));
    }
    names.all(counters.keySet());
  }

  private void take(List<Json> items) {
    if (items.size() == 2) {
      Json command = items.get(0);
      keys.remember(text(items(command).get(WITH_KEY - 1)), command, items.get(1));
    } else {
      counters.put(text(items.get(0)), counter(items));
    }
  }

  private static StrongCounter counter(List<Json> items) {
    return new StrongCounter(number(items.get(1)), number(items.get(2)), number(items.get(3)));
  }

  private Json restored(List<Json> part) {
    for (Json item : part) {
      List<Json> fields = items(item);
      StrongCounter there = fields.size() == WITH_KEY ? counters.get(text(fields.get(0))) : null;
      if (there != null && !there.equals(counter(fields))) {
        return StrongCounter.error(
            RpcError.PRECONDITION_FAILED,
            "there is a counter '%s' already: restore into a new cluster"
                .formatted(text(fields.get(0))));
      }
    }
    part.forEach(item -> take(items(item)));
    names.all(counters.keySet());
    return Json.array();
  }

  private static String text(Json json) {
    return ((Json.Text) json).value();
  }

  private static long number(Json json) {
    return ((Json.Int) json).value();
  }
}
