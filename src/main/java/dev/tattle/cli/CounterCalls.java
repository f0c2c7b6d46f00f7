package dev.tattle.cli;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.client.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a client's request, and the request that they make. */
final class CounterCalls {
  @Option(
      names = "--counter",
      paramLabel = "NAME",
      description = "name of the counter (default: default)")
  private String counter = "default";

  @Option(
      names = "--delta",
      paramLabel = "N",
      description = "add, increment, decrement: by how much (default: 1; add needs it)")
  private @Nullable Long delta;

  @Option(
      names = "--adds",
      split = ",",
      paramLabel = "NAME=N",
      description = "batch: counters and what to add; all of them are added, or none")
  private List<String> adds = List.of();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "idempotency key: changes with the same key count once (default: new)")
  private @Nullable String key;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "delete the counter this long after the change (default: never)")
  private @Nullable Duration ttl;

  @Option(
      names = "--consistency",
      paramLabel = "LEVEL",
      description = {
        "get: local or majority (default: local; majority for strong counters)",
        "create and changes: strong makes a new counter a strong one"
      })
  private @Nullable String consistency;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "reserve: how many numbers; watch: stop after N values")
  private @Nullable Long count;

  @Option(names = "--from", paramLabel = "N", description = "cas: expected value")
  private @Nullable Long from;

  @Option(names = "--to", paramLabel = "N", description = "cas: new value")
  private @Nullable Long to;

  @Option(
      names = "--min",
      paramLabel = "N",
      description = "create, bounds: lowest value (default: none)")
  private @Nullable Long min;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "create, bounds: highest value (default: none)")
  private @Nullable Long max;

  @Option(
      names = "--session-token",
      paramLabel = "TOKEN",
      description = "token of an earlier answer (see --json): see at least what it had seen")
  private @Nullable String token;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "list: only names that begin with TEXT")
  private @Nullable String prefix;

  @Option(names = "--after", paramLabel = "NAME", description = "list: only names after this one")
  private @Nullable String after;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "list: at most N counters (default: 100)")
  private @Nullable Integer limit;

  String counter() {
    return counter;
  }

  /** The request for an action that is no watch. */
  Call call(CounterAction action, CommandLine command) {
    String path = Call.counter(counter);
    Call call =
        switch (action) {
          case INCREMENT -> change(path + "/increment", delta);
          case DECREMENT -> change(path + "/decrement", delta);
          case ADD -> change(path + "/add", needed("--delta", delta, command));
          case CREATE -> Call.put(path, new Json.Obj(created()));
          case NEXT -> keyed(path + "/next", new LinkedHashMap<>());
          case RESERVE ->
              keyed(path + "/reserve", fields("count", needed("--count", count, command)));
          case CAS -> compareAndSet(path + "/cas", command);
          case GETANDRESET -> keyed(path + "/get-and-reset", new LinkedHashMap<>());
          case BOUNDS -> keyed(path + "/bounds", bounds());
          case GET -> Call.get(Call.query(path, parameters("consistency", consistency)));
          case DELETE -> Call.delete(path);
          case LIST -> Call.get(Call.query("/counters", listing()));
          case BATCH -> batch(command);
          case WATCH -> throw new IllegalArgumentException("a watch is no single request");
        };
    return token == null ? call : call.withToken(token);
  }

  /** When a watch ends; null if it never does. */
  @Nullable Long count() {
    return count;
  }

  private Call change(String path, @Nullable Long amount) {
    return keyed(
        Call.query(path, parameters("consistency", consistency)), fields("amount", amount));
  }

  private Call compareAndSet(String path, CommandLine command) {
    Map<String, Json> fields = fields("from", needed("--from", from, command));
    fields.put("to", Json.of(needed("--to", to, command)));
    return keyed(path, fields);
  }

  private Map<String, Json> created() {
    Map<String, Json> fields = bounds();
    fields.put("consistency", Json.of(consistency == null ? "strong" : consistency));
    return fields;
  }

  private Map<String, Json> bounds() {
    Map<String, Json> fields = fields("min", min);
    fields.putAll(fields("max", max));
    return fields;
  }

  private static Map<String, Json> fields(String name, @Nullable Long value) {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (value != null) {
      fields.put(name, Json.of(value));
    }
    return fields;
  }

  private Call batch(CommandLine command) {
    if (adds.isEmpty()) {
      throw new ParameterException(
          command, "--adds: batch needs counters and amounts, as in --adds a=1,b=-2");
    }
    List<Json> items = new ArrayList<>();
    for (String add : adds) {
      items.add(item(add, command));
    }
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("adds", Json.array(items));
    return keyed("/counters:batch", fields);
  }

  private static Json item(String add, CommandLine command) {
    int equals = add.lastIndexOf('=');
    try {
      if (equals > 0) {
        long amount = Long.parseLong(add.substring(equals + 1));
        String name = add.substring(0, equals);
        return Json.object("counter", Json.of(name), "amount", Json.of(amount));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ParameterException(
        command, "--adds: expected NAME=N with an integer N, as in a=1, not '" + add + "'");
  }

  private Call keyed(String path, Map<String, Json> fields) {
    if (ttl != null) {
      fields.put("ttl_millis", Json.of(ttl.toMillis()));
    }
    return Call.post(path, new Json.Obj(fields))
        .withKey(key == null ? UUID.randomUUID().toString() : key);
  }

  private Map<String, String> listing() {
    Map<String, String> all = new LinkedHashMap<>(parameters("prefix", prefix));
    all.putAll(parameters("after", after));
    all.putAll(parameters("limit", limit));
    return all;
  }

  private static Map<String, String> parameters(String name, @Nullable Object value) {
    return value == null ? Map.of() : Map.of(name, value.toString());
  }

  private static Long needed(String option, @Nullable Long value, CommandLine command) {
    if (value == null) {
      throw new ParameterException(
          command, "%s: this action needs it, as in %s 5".formatted(option, option));
    }
    return value;
  }
}
