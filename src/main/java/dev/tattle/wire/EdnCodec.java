package dev.tattle.wire;

import dev.tattle.core.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import us.bpsm.edn.EdnException;
import us.bpsm.edn.Keyword;
import us.bpsm.edn.TaggedValue;
import us.bpsm.edn.parser.Parseable;
import us.bpsm.edn.parser.Parser;
import us.bpsm.edn.parser.Parsers;

/**
 * Reads EDN as JSON. Clojure programs such as Maelstrom store their values as EDN. A keyword
 * becomes its name; a list, a vector or a set becomes an array; a record becomes an object.
 *
 * <p>Thread rule: stateless, for all threads.
 */
public final class EdnCodec {
  private EdnCodec() {}

  /** Tells whether a text begins like a map or a record in EDN, and not like an object in JSON. */
  public static boolean looksLikeEdn(String text) {
    String start = text.stripLeading();
    return start.startsWith("{:") || start.startsWith("#");
  }

  /**
   * Reads a value.
   *
   * @throws WireException if the text is not one EDN value
   */
  public static Json parse(String text) throws WireException {
    try {
      Parseable source = Parsers.newParseable(text);
      Parser parser = Parsers.newParser(Parsers.defaultConfiguration());
      Object value = parser.nextValue(source);
      if (value == Parser.END_OF_INPUT || parser.nextValue(source) != Parser.END_OF_INPUT) {
        throw new WireException("expected one EDN value, but there are none or more");
      }
      return toJson(value);
    } catch (EdnException | NumberFormatException e) {
      throw new WireException("expected an EDN value, but " + e.getMessage());
    }
  }

  private static Json toJson(@Nullable Object value) throws WireException {
    if (value == null) {
      return Json.NULL;
    }
    if (value instanceof Boolean bool) {
      return Json.of(bool);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Keyword keyword) {
      return Json.of(keyword.toString().substring(1));
    }
    if (value instanceof TaggedValue tagged) {
      return toJson(tagged.getValue());
    }
    if (value instanceof Map<?, ?> map) {
      return object(map);
    }
    if (value instanceof Set<?> set) {
      // A set has no order, but the JSON must be the same in every run.
      List<Json> items = array(List.copyOf(set));
      return Json.array(items.stream().sorted(Comparator.comparing(JsonCodec::format)).toList());
    }
    if (value instanceof List<?> list) {
      return Json.array(array(list));
    }
    return Json.of(value.toString());
  }

  private static Json number(Number number) {
    if (number instanceof Long integer) {
      return Json.of(integer);
    }
    if (number instanceof BigInteger integer) {
      return Json.of(integer);
    }
    return number instanceof BigDecimal decimal
        ? new Json.Num(decimal.toString())
        : new Json.Num(Double.toString(number.doubleValue()));
  }

  private static List<Json> array(List<?> items) throws WireException {
    List<Json> array = new ArrayList<>();
    for (Object item : items) {
      array.add(toJson(item));
    }
    return array;
  }

  /**
   * Converts a map. A key that is not a string becomes one: a number its JSON text, for example.
   */
  private static Json object(Map<?, ?> map) throws WireException {
    Map<String, Json> fields = new TreeMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Json key = toJson(entry.getKey());
      fields.put(
          key instanceof Json.Text text ? text.value() : JsonCodec.format(key),
          toJson(entry.getValue()));
    }
    return new Json.Obj(fields);
  }
}
