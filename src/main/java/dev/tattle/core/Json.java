package dev.tattle.core;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON value (RFC 8259). It keeps what was sent: integers of any size, decimals digit
 * for digit, the order of an object's fields.
 *
 * <p>Values are equal if they are the same JSON value. The order of an object's fields does not
 * matter, and decimals are equal by number ({@code 1.50} equals {@code 1.5}). An integer never
 * equals a decimal, as in Maelstrom.
 */
public sealed interface Json {
  /** The value {@code null}. */
  Json NULL = Null.NULL;

  /** A boolean. */
  static Json of(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  /** An integer. */
  static Json of(long value) {
    return new Int(value);
  }

  /** A string. */
  static Json of(String value) {
    return new Text(value);
  }

  /** A node's name, as a string. */
  static Json of(NodeId id) {
    return new Text(id.name());
  }

  /** An integer of any size: an {@link Int} if it fits into 64 bits, else a {@link Num}. */
  static Json of(BigInteger value) {
    return value.bitLength() < Long.SIZE ? new Int(value.longValue()) : new Num(value.toString());
  }

  /** An array of these items. */
  static Json array(Json... items) {
    return new Arr(List.of(items));
  }

  /** An array of these items: a copy, so the list may change afterwards. */
  static Json array(List<Json> items) {
    return new Arr(new ArrayList<>(items));
  }

  /**
   * Makes an object from alternating field names and {@link Json} values. The fields keep that
   * order.
   */
  static Json object(Object... namesAndValues) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], (Json) namesAndValues[i + 1]);
    }
    return new Obj(fields);
  }

  /** The name of the value's kind in messages to people: {@code "an integer"}. */
  String kind();

  /** {@code null}. */
  enum Null implements Json {
    /** The only value. */
    NULL;

    @Override
    public String kind() {
      return "null";
    }
  }

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Json {
    private static final Bool TRUE = new Bool(true);
    private static final Bool FALSE = new Bool(false);

    @Override
    public String kind() {
      return "a boolean";
    }
  }

  /** An integer of at most 64 bits. */
  record Int(long value) implements Json {
    // Written out for the reason given in NodeId; so are those of Text.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Int that && value == that.value;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(value);
    }

    @Override
    public String kind() {
      return "an integer";
    }
  }

  /**
   * Any other number, as it was written: a decimal, or an integer beyond 64 bits.
   *
   * @param literal a JSON number
   */
  record Num(String literal) implements Json {
    private static final int MAX_EXPONENT_LENGTH = 200;

    /** True if it is written without a point and without an exponent. */
    public boolean isInteger() {
      for (int i = 0; i < literal.length(); i++) {
        char c = literal.charAt(i);
        if (c == '.' || c == 'e' || c == 'E') {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Num that
          && (literal.equals(that.literal)
              || (!isInteger() && !that.isInteger() && normal().equals(that.normal())));
    }

    /**
     * A normal form, which is the same text for equal decimals: sign, digits without zeros around
     * them, power of ten. Literals come from strangers, so this takes linear time for any exponent.
     * A decimal whose exponent has more than about 200 digits equals only the same literal.
     */
    private String normal() {
      int e = Math.max(literal.indexOf('e'), literal.indexOf('E'));
      if (e >= 0 && literal.length() - e > MAX_EXPONENT_LENGTH) {
        return literal;
      }
      String mantissa = e < 0 ? literal : literal.substring(0, e);
      int point = mantissa.indexOf('.');
      String digits = mantissa.replace("-", "").replace(".", "");
      int first = 0;
      while (first < digits.length() && digits.charAt(first) == '0') {
        first++;
      }
      if (first == digits.length()) {
        return "0";
      }
      int last = digits.length();
      while (digits.charAt(last - 1) == '0') {
        last--;
      }
      int fraction = point < 0 ? 0 : mantissa.length() - point - 1;
      BigInteger power =
          (e < 0 ? BigInteger.ZERO : new BigInteger(literal.substring(e + 1)))
              .add(BigInteger.valueOf(digits.length() - last - fraction));
      return (literal.startsWith("-") ? "-" : "") + digits.substring(first, last) + "e" + power;
    }

    @Override
    public int hashCode() {
      // Adding zero gives -0.0 and 0.0, which are equal, the same hash.
      return isInteger() ? literal.hashCode() : Double.hashCode(Double.parseDouble(literal) + 0.0);
    }

    @Override
    public String kind() {
      return isInteger() ? "an integer" : "a decimal";
    }
  }

  /** A string; it may hold any UTF-16 code unit, lone surrogates included. */
  record Text(String value) implements Json {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Text that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
      return value.hashCode();
    }

    @Override
    public String kind() {
      return "a string";
    }
  }

  /** An array. The list is not copied, and must not change afterwards. */
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = Collections.unmodifiableList(items);
    }

    // Written out, because a record's generated methods take several times the stack for each
    // level.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Arr that && items.equals(that.items);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }

    @Override
    public String kind() {
      return "an array";
    }
  }

  /** An object; its fields keep the order in which they were sent. */
  record Obj(Map<String, Json> fields) implements Json {
    public Obj {
      fields = Collections.unmodifiableMap(fields);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Obj that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
      return fields.hashCode();
    }

    @Override
    public String kind() {
      return "an object";
    }
  }
}
