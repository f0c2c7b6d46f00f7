package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the messages to the node for clients' requests over HTTP and gRPC. Each method checks its
 * arguments against the limits.
 *
 * @param limits the limits for both protocols
 */
public record CounterQuestions(HttpLimits limits) {
  /** How long a client's request waits for the node's answer. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The counter of a request that names none. */
  public static final String DEFAULT_COUNTER = "default";

  private static final List<String> READS = List.of("local", "majority", "linearizable", "strong");
  private static final String CONSISTENCY = "consistency";
  private static final int MAX_ADDS = 1_000;
  private static final int MAX_LISTED = 1_000;

  /** One add of a batch. */
  public record NamedAmount(String counter, long amount) {}

  /**
   * The optional arguments of a change.
   *
   * @param key the idempotency key: changes with the same key count once
   * @param token the token of an earlier answer
   * @param consistency the kind of a counter that does not exist yet: strong, or null
   */
  public record Terms(
      @Nullable String key,
      @Nullable Long ttlMillis,
      @Nullable String token,
      @Nullable String consistency) {
    /** Creates terms that suit any counter. */
    public Terms(@Nullable String key, @Nullable Long ttlMillis, @Nullable String token) {
      this(key, ttlMillis, token, null);
    }
  }

  /**
   * Computes the delta of an increment, or of a decrement if the sign is -1. A missing amount means
   * 1.
   */
  public static long delta(@Nullable Long amount, int sign) {
    if (amount != null && amount < 0) {
      throw ProblemException.malformed("amount: expected at least 0, but it is " + amount);
    }
    return amount == null ? sign : sign * amount;
  }

  /** Builds an add to one counter. */
  public Body add(String counter, long delta, Terms terms) {
    Map<String, Json> fields = named(counter);
    fields.put("delta", Json.of(delta));
    return change("add", fields, terms);
  }

  /** Builds an add to several counters, in their order. */
  public Body addAll(List<NamedAmount> adds, Terms terms) {
    if (adds.isEmpty()) {
      throw ProblemException.malformed("adds: expected at least 1, but there is none");
    }
    if (adds.size() > MAX_ADDS) {
      throw new ProblemException(
          HttpProblem.tooLarge("adds: expected at most 1000, but there are " + adds.size()));
    }
    List<Json> pairs = new ArrayList<>();
    for (NamedAmount add : adds) {
      pairs.add(Json.array(Json.of(checked(add.counter)), Json.of(add.amount)));
    }
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("adds", Json.array(pairs));
    return change("add_all", fields, terms);
  }

  /**
   * Builds a read.
   *
   * @param consistency local, majority, linearizable or strong; for strong counters the last three
   *     mean the same; null leaves it to the node
   */
  public Body read(String counter, @Nullable String consistency, @Nullable String token) {
    Map<String, Json> fields = named(counter);
    if (consistency != null) {
      if (!READS.contains(consistency)) {
        throw ProblemException.malformed(
            "consistency: expected local, majority, linearizable or strong, but it is '"
                + consistency
                + "'");
      }
      fields.put(CONSISTENCY, Json.of(consistency));
    }
    putToken(token, fields);
    return new Body("read", null, null, fields);
  }

  /**
   * Builds a change that only strong counters have.
   *
   * @param type the type of the message
   * @param arguments the fields of the message
   */
  public Body strong(
      String type, String counter, Map<String, Long> arguments, @Nullable String key) {
    Map<String, Json> fields = named(counter);
    arguments.forEach((name, argument) -> fields.put(name, Json.of(argument)));
    return change(type, fields, new Terms(key, null, null));
  }

  /**
   * Builds a request that makes a counter of this kind if it does not exist.
   *
   * @param consistency strong or eventual; null leaves it to the node
   * @param min the value never falls below it; null for no bound
   * @param max the value never rises above it; null for no bound
   */
  public Body create(
      String counter, @Nullable String consistency, @Nullable Long min, @Nullable Long max) {
    Map<String, Json> fields = named(counter);
    boolean isEventual = "eventual".equals(consistency);
    if (consistency != null && !isEventual && !consistency.equals("strong")) {
      throw ProblemException.malformed(
          "consistency: expected strong or eventual, but it is '" + consistency + "'");
    }
    if (isEventual && (min != null || max != null)) {
      throw ProblemException.malformed("min, max: only strong counters can have bounds");
    }
    if (consistency != null) {
      fields.put(CONSISTENCY, Json.of(consistency));
    }
    if (min != null) {
      fields.put("min", Json.of(min));
    }
    if (max != null) {
      fields.put("max", Json.of(max));
    }
    return new Body("create", null, null, fields);
  }

  /** Builds a delete. */
  public Body delete(String counter, @Nullable String token) {
    Map<String, Json> fields = named(counter);
    putToken(token, fields);
    return new Body("delete", null, null, fields);
  }

  /** Builds a question for one page of the list. */
  public Body list(@Nullable String prefix, @Nullable String after, @Nullable Long limit) {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (prefix != null) {
      fields.put("prefix", Json.of(prefix));
    }
    if (after != null) {
      fields.put("after", Json.of(after));
    }
    if (limit != null) {
      if (limit < 1 || limit > MAX_LISTED) {
        throw ProblemException.malformed("limit: expected 1 to 1000, but it is " + limit);
      }
      fields.put("limit", Json.of(limit));
    }
    return new Body("list", null, null, fields);
  }

  /** Returns the name if a counter may have it; else throws a {@link ProblemException}. */
  public String checked(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > limits.nameBytes()) {
      throw ProblemException.malformed(
          "counter: expected a name of 1 to " + limits.nameBytes() + " bytes, not " + bytes);
    }
    return name;
  }

  private Map<String, Json> named(String counter) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("counter", Json.of(checked(counter)));
    return fields;
  }

  private Body change(String type, Map<String, Json> fields, Terms terms) {
    String key = terms.key;
    if (key != null) {
      if (key.isEmpty() || key.length() > limits.keyChars()) {
        throw ProblemException.malformed(
            "idempotency key: expected 1 to "
                + limits.keyChars()
                + " characters, not "
                + key.length());
      }
      fields.put("key", Json.of(key));
    }
    Long ttlMillis = terms.ttlMillis;
    if (ttlMillis != null) {
      if (ttlMillis < 1) {
        throw ProblemException.malformed("ttl_millis: expected at least 1, but it is " + ttlMillis);
      }
      fields.put("ttl", Json.of(ttlMillis));
    }
    putToken(terms.token, fields);
    String consistency = terms.consistency;
    if (consistency != null) {
      if (!consistency.equals("strong")) {
        throw ProblemException.malformed(
            "consistency: expected strong, or none, but it is '" + consistency + "'");
      }
      fields.put(CONSISTENCY, Json.of(consistency));
    }
    return new Body(type, null, null, fields);
  }

  private static void putToken(@Nullable String token, Map<String, Json> fields) {
    if (token != null) {
      fields.put("token", Tokens.parse(token));
    }
  }
}
