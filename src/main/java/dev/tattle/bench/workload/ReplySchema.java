package dev.tattle.bench.workload;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a reply: its fields beside {@code in_reply_to} and an optional {@code msg_id}.
 *
 * @param type of the reply
 * @param fields what each field must hold
 * @param isClosed true if no other field is allowed, as in every reply to a workload's client
 */
public record ReplySchema(String type, Map<String, Kind> fields, boolean isClosed) {
  /** The kinds of values that a field can hold. */
  public enum Kind {
    /** Any JSON value. */
    ANY("any"),
    /** True or false. */
    BOOLEAN("boolean"),
    /** An integer of at most 64 bits. */
    INTEGER("integer"),
    /** An integer of any size. */
    BIG_INTEGER("integer"),
    /** An array of integers of any size. */
    BIG_INTEGERS("[integer, …]"),
    /** {@code [[name,integer],…]}, with integers of any size. */
    NAMED_INTEGERS("[[string, integer], …]"),
    /** An array of any values. */
    ARRAY("[any, …]"),
    /** Micro-operations on lists: reads show lists, or null, which is an empty list. */
    LIST_OPERATIONS("[[\"r\", any, [any, …]] or [\"append\", any, any], …]"),
    /** Micro-operations on registers. */
    REGISTER_OPERATIONS("[[\"r\" or \"w\", any, any], …]"),
    /** {@code {key:offset}}. */
    OFFSETS("{string:integer, …}"),
    /** {@code {key:[[offset,message],…]}}; {@code null} is an empty list. */
    MESSAGES("{string:[[integer, any], …], …}");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }

    /** The kind as errors and pages show it. */
    String shown() {
      return shown;
    }

    private boolean accepts(Json value) {
      return switch (this) {
        case ANY -> true;
        case BOOLEAN -> value instanceof Json.Bool;
        case INTEGER -> value instanceof Json.Int;
        case BIG_INTEGER -> isInteger(value);
        case BIG_INTEGERS -> areAll(value, Kind::isInteger);
        case NAMED_INTEGERS -> areAll(value, Kind::isNamedInteger);
        // Go encodes its empty slice as null; Maelstrom reads null as an empty list.
        case ARRAY -> value instanceof Json.Arr || value instanceof Json.Null;
        case LIST_OPERATIONS -> areOperations(value, "append", ARRAY);
        case REGISTER_OPERATIONS -> areOperations(value, "w", ANY);
        case OFFSETS -> hasValues(value, offset -> offset instanceof Json.Int);
        case MESSAGES -> hasValues(value, Kind::areMessages);
      };
    }

    private static boolean isInteger(Json value) {
      return value instanceof Json.Int || (value instanceof Json.Num num && num.isInteger());
    }

    private static boolean isNamedInteger(Json value) {
      return value instanceof Json.Arr pair
          && pair.items().size() == 2
          && pair.items().get(0) instanceof Json.Text
          && isInteger(pair.items().get(1));
    }

    private static boolean areAll(Json value, Predicate<Json> isRight) {
      return value instanceof Json.Arr array && array.items().stream().allMatch(isRight);
    }

    private static boolean areOperations(Json value, String write, Kind read) {
      return ARRAY.accepts(value)
          && (value instanceof Json.Null
              || ((Json.Arr) value)
                  .items().stream().allMatch(item -> isOperation(item, write, read)));
    }

    private static boolean isOperation(Json item, String write, Kind read) {
      return item instanceof Json.Arr parts
          && parts.items().size() == 3
          && (parts.items().get(0).equals(Json.of(write))
              || (parts.items().get(0).equals(Json.of("r")) && read.accepts(parts.items().get(2))));
    }

    private static boolean hasValues(Json value, Predicate<Json> isRight) {
      return value instanceof Json.Obj object
          && object.fields().values().stream().allMatch(isRight);
    }

    private static boolean areMessages(Json value) {
      return value instanceof Json.Null
          || (value instanceof Json.Arr messages
              && messages.items().stream().allMatch(Kind::isMessage));
    }

    private static boolean isMessage(Json value) {
      return value instanceof Json.Arr pair
          && pair.items().size() == 2
          && pair.items().get(0) instanceof Json.Int;
    }
  }

  /** The schema of an error, which is an allowed answer to any request. */
  public static final ReplySchema ERROR =
      new ReplySchema("error", Map.of("code", Kind.INTEGER), false);

  /** A schema without further fields. */
  public static ReplySchema of(String type) {
    return new ReplySchema(type, Map.of(), true);
  }

  /** A schema with one further field. */
  public static ReplySchema of(String type, String field, Kind kind) {
    return new ReplySchema(type, Map.of(field, kind), true);
  }

  /** A schema that fixes only the type. */
  public static ReplySchema open(String type) {
    return new ReplySchema(type, Map.of(), false);
  }

  /** Returns what is wrong with the reply; null if nothing is. */
  public @Nullable String problem(Body reply) {
    if (reply.type().isEmpty()) {
      return "it has no 'type' that is a string";
    }
    if (!reply.type().equals(type)) {
      return "its type is '" + reply.type() + "'";
    }
    for (Map.Entry<String, Kind> field : fields.entrySet()) {
      Json value = reply.fields().get(field.getKey());
      if (value == null) {
        return "there is no '" + field.getKey() + "'";
      }
      if (!field.getValue().accepts(value)) {
        boolean isHuge = value instanceof Json.Num num && num.isInteger();
        return "'" + field.getKey() + "' is " + value.kind() + (isHuge ? " beyond 64 bits" : "");
      }
    }
    for (String name : reply.fields().keySet()) {
      if (isClosed && name.equals("msg_id")) {
        return "'msg_id' is " + reply.json(name).kind();
      }
      if (isClosed && !fields.containsKey(name)) {
        return "'" + name + "' does not belong there";
      }
    }
    return null;
  }

  /** The schema in words: {@code {"type":"read_ok","value":integer,…}}. */
  public String expected() {
    StringBuilder text = new StringBuilder("{\"type\":\"" + type + '"');
    fields.forEach((name, kind) -> text.append(",\"" + name + "\":" + kind.shown));
    text.append(",\"in_reply_to\":integer,\"msg_id\"?:integer");
    return text.append(isClosed ? "}" : ",…}").toString();
  }
}
