package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;

/**
 * Reads the requests of strong counters' clients. The field {@code strong} names the counter, and
 * the first write creates it. A write may have a {@code key}.
 *
 * <pre>
 * next          {strong, key?}              → next_ok          {value}
 * add           {strong, delta, key?}       → add_ok           {value}
 * reserve       {strong, count, key?}       → reserve_ok       {first, last}
 * cas           {strong, from, to, key?}    → cas_ok           {value}
 * get_and_reset {strong, key?}              → get_and_reset_ok {value}: what it was
 * bounds        {strong, min?, max?, key?}  → bounds_ok        {value}
 * create        {strong, min?, max?, key?}  → create_ok        {value, created}
 * delete        {strong, key?}              → delete_ok        {value}: what it was
 * read          {strong, consistency?}      → read_ok          {value, exists}
 * </pre>
 *
 * <p>All numbers have 64 bits. A read is linearizable, or {@code local}: from the state of this
 * node.
 */
final class StrongRequests {
  static final String NAME = "strong";

  private StrongRequests() {}

  /**
   * Makes the command of a write.
   *
   * @throws RequestException if the request is malformed
   */
  static Json command(Body body) {
    Json operation = Json.of(body.type());
    Json name = Json.of(name(body));
    Json arguments = arguments(body);
    return body.has("key")
        ? Json.array(operation, name, arguments, Json.of(key(body)))
        : Json.array(operation, name, arguments);
  }

  private static Json arguments(Body body) {
    return switch (body.type()) {
      case "add" -> Json.array(Json.of(body.integer("delta")));
      case "reserve" -> Json.array(Json.of(count(body)));
      case "cas" -> Json.array(Json.of(body.integer("from")), Json.of(body.integer("to")));
      case "bounds", "create" -> bounds(body);
      default -> Json.array();
    };
  }

  private static long count(Body body) {
    long count = body.integer("count");
    if (count < 1 || count > StrongLimits.LARGEST_BLOCK) {
      throw body.malformed("count", "from 1 to 1000000000", "it is " + count);
    }
    return count;
  }

  private static Json bounds(Body body) {
    long min = body.has("min") ? body.integer("min") : Long.MIN_VALUE;
    long max = body.has("max") ? body.integer("max") : Long.MAX_VALUE;
    if (min > max) {
      throw body.malformed("min", "at most 'max'", "it is more");
    }
    return Json.array(Json.of(min), Json.of(max));
  }

  /** True for a read that this node answers from its own state. */
  static boolean isLocal(Body body) {
    name(body);
    String consistency = body.has("consistency") ? body.text("consistency") : "linearizable";
    return switch (consistency) {
      case "linearizable" -> false;
      case "local" -> true;
      default -> throw body.malformed("consistency", "linearizable or local", "it is not");
    };
  }

  /**
   * A page of a list.
   *
   * @param after the name that the page follows; empty for the first page
   */
  record Page(String prefix, String after, int limit) {
    /** The first name that the page may have. */
    String from() {
      return after.compareTo(prefix) > 0 ? after : prefix;
    }
  }

  static Page page(Body body) {
    long limit = body.has("limit") ? body.integer("limit") : StrongLimits.USUAL_PAGE;
    if (limit < 1 || limit > StrongLimits.LARGEST_PAGE) {
      throw body.malformed("limit", "from 1 to 1000", "it is " + limit);
    }
    return new Page(
        body.has("prefix") ? body.text("prefix") : "",
        body.has("after") ? body.text("after") : "",
        (int) limit);
  }

  private static String name(Body body) {
    String name = body.text(NAME);
    if (name.isEmpty() || name.length() > StrongLimits.LONGEST_NAME) {
      throw body.malformed(NAME, "a name of 1 to 256 characters", "it has " + name.length());
    }
    return name;
  }

  private static String key(Body body) {
    String key = body.text("key");
    if (key.isEmpty() || key.length() > StrongLimits.LONGEST_KEY) {
      throw body.malformed("key", "a text of 1 to 128 characters", "it has " + key.length());
    }
    return key;
  }
}
