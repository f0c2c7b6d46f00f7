package dev.tattle.bench.check;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sorts and counts values for the results of checkers. */
public final class Values {
  /**
   * A total order: null, booleans, numbers by size, strings by code unit, then arrays and objects
   * by their text.
   */
  public static final Comparator<Json> ORDER = Values::compare;

  private Values() {}

  /** The value as an integer; null if it is none. */
  static @Nullable BigInteger integer(Json value) {
    if (value instanceof Json.Int integer) {
      return BigInteger.valueOf(integer.value());
    }
    return value instanceof Json.Num num && num.isInteger() ? new BigInteger(num.literal()) : null;
  }

  /**
   * Counts by value, as an object. Strings are names as they are; other values use their JSON text.
   */
  static Json.Obj counts(Map<Json, Integer> counts) {
    Map<String, Json> fields = new LinkedHashMap<>();
    counts.forEach(
        (value, count) ->
            fields.put(
                value instanceof Json.Text text ? text.value() : JsonCodec.format(value),
                Json.of(count)));
    return new Json.Obj(fields);
  }

  private static int compare(Json a, Json b) {
    if (a instanceof Json.Int x && b instanceof Json.Int y) {
      return Long.compare(x.value(), y.value());
    }
    if (a instanceof Json.Text x && b instanceof Json.Text y) {
      return x.value().compareTo(y.value());
    }
    int byRank = Integer.compare(rank(a), rank(b));
    if (byRank != 0) {
      return byRank;
    }
    return isNumber(a) ? compareNumbers(a, b) : JsonCodec.format(a).compareTo(JsonCodec.format(b));
  }

  /**
   * Compares as doubles, which works for any literal. Numbers that are equal as doubles are
   * compared exactly.
   */
  private static int compareNumbers(Json a, Json b) {
    int bySize = Double.compare(toDouble(a), toDouble(b));
    if (bySize != 0) {
      return bySize;
    }
    BigInteger x = integer(a);
    BigInteger y = integer(b);
    if (x != null && y != null) {
      return x.compareTo(y);
    }
    int integersFirst = Boolean.compare(x == null, y == null);
    return integersFirst != 0 ? integersFirst : JsonCodec.format(a).compareTo(JsonCodec.format(b));
  }

  private static double toDouble(Json number) {
    return number instanceof Json.Num num
        ? Double.parseDouble(num.literal())
        : ((Json.Int) number).value();
  }

  static boolean isNumber(Json value) {
    return value instanceof Json.Int || value instanceof Json.Num;
  }

  private static int rank(Json value) {
    if (value instanceof Json.Null) {
      return 0;
    } else if (value instanceof Json.Bool) {
      return 1;
    } else if (isNumber(value)) {
      return 2;
    }
    return value instanceof Json.Text ? 3 : 4;
  }
}
