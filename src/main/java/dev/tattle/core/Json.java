package dev.tattle.core;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An immutable JSON value (RFC 8259). It keeps what was sent: integers of any size, decimals digit
 * for digit, the order of an object's fields.
 *
 * <p>Values are equal as JSON values are: objects regardless of the order of their fields, decimals
 * by number ({@code 1.50} is {@code 1.5}); an integer never equals a decimal, as in Maelstrom.
 */
public sealed interface Json {
  Json NULL = Null.NULL;

  static Json of(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  static Json of(long value) {
    return new Int(value);
  }

  static Json of(String value) {
    return new Text(value);
  }

  static Json of(NodeId id) {
    return new Text(id.name());
  }

  /** An integer of any size: {@link Int} where it fits into 64 bits, else {@link Num}. */
  static Json of(BigInteger value) {
    return value.bitLength() < Long.SIZE ? new Int(value.longValue()) : new Num(value.toString());
  }

  static Json array(Json... items) {
    return new Arr(List.of(items));
  }

  /** An array of these items. The list must not change afterwards. */
  static Json array(List<Json> items) {
    return new Arr(items);
  }

  /** An object of alternating names and values, in that order. */
  static Json object(Object... namesAndValues) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], (Json) namesAndValues[i + 1]);
    }
    return new Obj(fields);
  }

  /** What the value is called in a message to a person: {@code "an integer"}. */
  String kind();

  /** {@code null}. */
  enum Null implements Json {
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
          && (literal.equals(that.literal) || (!isInteger() && !that.isInteger() && isSame(that)));
    }

    private boolean isSame(Num that) {
      try {
        return new BigDecimal(literal).compareTo(new BigDecimal(that.literal)) == 0;
      } catch (NumberFormatException exponentBeyond32Bits) {
        return false;
      }
    }

    @Override
    public int hashCode() {
      // The added zero makes -0.0 and 0.0, which are equal, hash alike.
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
    public String kind() {
      return "a string";
    }
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = Collections.unmodifiableList(items);
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
    public String kind() {
      return "an object";
    }
  }
}
