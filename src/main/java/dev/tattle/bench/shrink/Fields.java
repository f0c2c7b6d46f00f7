package dev.tattle.bench.shrink;

import dev.tattle.bench.plan.Seed;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the fields of a JSON object from an untrusted source. Every method throws if a field is not
 * as its name says.
 */
final class Fields {
  private final String name;
  private final Map<String, Json> fields;

  /**
   * Makes a reader of the fields of a value.
   *
   * @param name of the value in error messages
   */
  Fields(String name, Json value) throws CaseException {
    if (!(value instanceof Json.Obj object)) {
      throw new CaseException("expected " + name + " to be an object, but it is " + value.kind());
    }
    this.name = name;
    fields = object.fields();
  }

  String name() {
    return name;
  }

  boolean has(String field) {
    return fields.containsKey(field);
  }

  Json present(String field) throws CaseException {
    Json value = fields.get(field);
    if (value == null) {
      throw new CaseException(name + ": expected '" + field + "', but there is none");
    }
    return value;
  }

  String text(String field) throws CaseException {
    if (present(field) instanceof Json.Text text) {
      return text.value();
    }
    throw wrong(field, "a string");
  }

  boolean bool(String field) throws CaseException {
    if (present(field) instanceof Json.Bool bool) {
      return bool.value();
    }
    throw wrong(field, "true or false");
  }

  long integer(String field, long least, long most) throws CaseException {
    if (present(field) instanceof Json.Int integer
        && integer.value() >= least
        && integer.value() <= most) {
      return integer.value();
    }
    throw wrong(field, "an integer from " + least + " to " + most);
  }

  /** A seed, as {@link Seed#json} writes it or as any number. */
  long seed(String field) throws CaseException {
    if (present(field) instanceof Json.Text text) {
      try {
        return Seed.parse(text.value());
      } catch (IllegalArgumentException e) {
        throw new CaseException(name + ": '" + field + "': " + e.getMessage());
      }
    }
    return integer(field, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  double decimal(String field, double least, double most) throws CaseException {
    double value = number(present(field));
    if (value >= least && value <= most) {
      return value;
    }
    throw wrong(field, "a number from " + least + " to " + most);
  }

  private static double number(Json value) {
    if (value instanceof Json.Int integer) {
      return integer.value();
    }
    return value instanceof Json.Num number ? Double.parseDouble(number.literal()) : Double.NaN;
  }

  /** A constant by its name in lower case. */
  <E extends Enum<E>> E oneOf(String field, E[] constants) throws CaseException {
    String text = text(field);
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw wrong(
        field,
        Stream.of(constants)
            .map(c -> c.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ", "one of ", "")));
  }

  List<Json> array(String field) throws CaseException {
    if (present(field) instanceof Json.Arr array) {
      return array.items();
    }
    throw wrong(field, "an array");
  }

  List<Fields> objects(String field) throws CaseException {
    List<Fields> objects = new ArrayList<>();
    for (Json item : array(field)) {
      objects.add(new Fields(field + "[" + objects.size() + "]", item));
    }
    return objects;
  }

  private CaseException wrong(String field, String expected) throws CaseException {
    String kind = present(field).kind();
    return new CaseException(
        "%s: expected '%s' to be %s, but it is %s".formatted(name, field, expected, kind));
  }
}
