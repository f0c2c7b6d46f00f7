package dev.tattle.core;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message: its type, its ids, and its other fields in the order in which they were
 * sent. Immutable.
 *
 * <p>Handlers read requests with the accessors. If a field is missing or of another kind, the
 * accessor throws {@link RequestException}. It ends the handler, and the sender gets a {@code
 * malformed-request} error in reply.
 *
 * @param type what the message is ({@code "broadcast"}); empty if the sender gave none
 * @param msgId the sender's id for a request that wants a reply; 0 is a legal id
 * @param inReplyTo the id of the request that this message answers
 * @param fields all other fields. Servers may send each other anything: if a bench reads a {@code
 *     type} that is not a string or an id that is not an integer, it finds that field here
 */
public record Body(
    String type, @Nullable Long msgId, @Nullable Long inReplyTo, Map<String, Json> fields) {
  /**
   * How many levels a payload may nest. It is below the parser's limit, so that a node can pass the
   * payload on inside another message.
   */
  public static final int MAX_PAYLOAD_DEPTH = 900;

  private static final int MAX_INTEGER_DIGITS = 1_000;

  public Body {
    fields = Collections.unmodifiableMap(fields);
  }

  /** Makes a body without ids from alternating field names and {@link Json} values. */
  public static Body of(String type, Object... namesAndValues) {
    return new Body(type, null, null, ((Json.Obj) Json.object(namesAndValues)).fields());
  }

  /** This body with this {@code msg_id}. */
  public Body withMsgId(long id) {
    return new Body(type, id, inReplyTo, fields);
  }

  /** This body with this {@code in_reply_to}. */
  public Body withInReplyTo(long id) {
    return new Body(type, msgId, id, fields);
  }

  /** This body with this field, in place of an earlier one of the same name. */
  public Body with(String name, Json value) {
    Map<String, Json> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new Body(type, msgId, inReplyTo, more);
  }

  /** True if the sender waits for an answer. A reply is never a request. */
  public boolean isRequest() {
    return msgId != null && inReplyTo == null;
  }

  /** True if there is a field of this name, even if it is null. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The field, of any kind. */
  public Json json(String name) {
    Json value = fields.get(name);
    if (value == null) {
      throw malformed(name, "any JSON value", "there is no such field");
    }
    return value;
  }

  /**
   * The field, of any kind, for a node that keeps it and passes it on inside other messages. A
   * value that nests more than {@value #MAX_PAYLOAD_DEPTH} levels is malformed.
   */
  public Json payload(String name) {
    Json value = json(name);
    if (!isWithinDepth(value, MAX_PAYLOAD_DEPTH)) {
      throw malformed(name, "a value that nests at most 900 levels", "it nests deeper");
    }
    return value;
  }

  /** The field, which must be a string. */
  public String text(String name) {
    if (required(name, "a string") instanceof Json.Text text) {
      return text.value();
    }
    throw wrongKind(name, "a string");
  }

  /** The field, which must be a boolean. */
  public boolean bool(String name) {
    if (required(name, "a boolean") instanceof Json.Bool bool) {
      return bool.value();
    }
    throw wrongKind(name, "a boolean");
  }

  /** The field, which must be an integer that fits into 64 bits. */
  public long integer(String name) {
    if (required(name, "an integer") instanceof Json.Int integer) {
      return integer.value();
    }
    throw wrongKind(name, "an integer of at most 64 bits");
  }

  /** The field, which must be an integer of at most a thousand digits. */
  public BigInteger bigInteger(String name) {
    Json value = required(name, "an integer");
    if (value instanceof Json.Int integer) {
      return BigInteger.valueOf(integer.value());
    }
    if (value instanceof Json.Num num && num.isInteger()) {
      if (num.literal().length() > MAX_INTEGER_DIGITS) {
        throw malformed(name, "an integer of at most 1000 digits", "it has more");
      }
      return new BigInteger(num.literal());
    }
    throw wrongKind(name, "an integer");
  }

  /** The items of the field, which must be an array. */
  public List<Json> array(String name) {
    if (required(name, "an array") instanceof Json.Arr array) {
      return array.items();
    }
    throw wrongKind(name, "an array");
  }

  /** The fields of the field, which must be an object. */
  public Map<String, Json> object(String name) {
    if (required(name, "an object") instanceof Json.Obj object) {
      return object.fields();
    }
    throw wrongKind(name, "an object");
  }

  /**
   * Makes the exception that a handler throws for a field that it cannot accept. The text is built
   * as in the accessors.
   */
  public RequestException malformed(String name, String expected, String problem) {
    return new RequestException(
        RpcError.MALFORMED_REQUEST,
        "expected '%s' to be %s, but %s: '%s' has the fields %s; see %s"
            .formatted(name, expected, problem, type, fields.keySet(), RequestException.MANUAL));
  }

  private static boolean isWithinDepth(Json value, int levels) {
    Collection<Json> children;
    if (value instanceof Json.Arr array) {
      children = array.items();
    } else if (value instanceof Json.Obj object) {
      children = object.fields().values();
    } else {
      return true;
    }
    if (levels == 0) {
      return false;
    }
    for (Json child : children) {
      if (!isWithinDepth(child, levels - 1)) {
        return false;
      }
    }
    return true;
  }

  private Json required(String name, String expected) {
    Json value = fields.get(name);
    if (value == null) {
      throw malformed(name, expected, "there is no such field");
    }
    return value;
  }

  private RequestException wrongKind(String name, String expected) {
    return malformed(name, expected, "it is " + json(name).kind());
  }
}
