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
 * <p>The accessors are for requests: a field that is missing or of another kind ends the handler
 * with {@link RequestException}, which becomes a {@code malformed-request} error in reply.
 *
 * @param type what the message is ({@code "broadcast"}); empty where the sender did not say
 * @param msgId the sender's id for a request that wants a reply; 0 is a legal id
 * @param inReplyTo the id of the request that this message answers
 * @param fields everything else; what passes between servers is free, so a bench finds here what
 *     stood as type or id and is neither a string nor an integer
 */
public record Body(
    String type, @Nullable Long msgId, @Nullable Long inReplyTo, Map<String, Json> fields) {
  /** How deep a payload may nest: less than what can be read, so that it can be passed on. */
  public static final int MAX_PAYLOAD_DEPTH = 900;

  private static final int MAX_INTEGER_DIGITS = 1_000;

  public Body {
    fields = Collections.unmodifiableMap(fields);
  }

  /** A body of alternating names and values, with no ids. */
  public static Body of(String type, Object... namesAndValues) {
    return new Body(type, null, null, ((Json.Obj) Json.object(namesAndValues)).fields());
  }

  public Body withMsgId(long id) {
    return new Body(type, id, inReplyTo, fields);
  }

  public Body withInReplyTo(long id) {
    return new Body(type, msgId, id, fields);
  }

  public Body with(String name, Json value) {
    Map<String, Json> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new Body(type, msgId, inReplyTo, more);
  }

  /** True where the sender waits for an answer. A reply never is a request. */
  public boolean isRequest() {
    return msgId != null && inReplyTo == null;
  }

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

  /** The field, of any kind, that is to be kept and passed on inside other messages. */
  public Json payload(String name) {
    Json value = json(name);
    if (!isWithinDepth(value, MAX_PAYLOAD_DEPTH)) {
      throw malformed(name, "a value that nests at most 900 levels", "it nests deeper");
    }
    return value;
  }

  public String text(String name) {
    if (required(name, "a string") instanceof Json.Text text) {
      return text.value();
    }
    throw wrongKind(name, "a string");
  }

  public boolean bool(String name) {
    if (required(name, "a boolean") instanceof Json.Bool bool) {
      return bool.value();
    }
    throw wrongKind(name, "a boolean");
  }

  /** An integer that fits into 64 bits. */
  public long integer(String name) {
    if (required(name, "an integer") instanceof Json.Int integer) {
      return integer.value();
    }
    throw wrongKind(name, "an integer of at most 64 bits");
  }

  /** An integer of at most a thousand digits. */
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

  public List<Json> array(String name) {
    if (required(name, "an array") instanceof Json.Arr array) {
      return array.items();
    }
    throw wrongKind(name, "an array");
  }

  public Map<String, Json> object(String name) {
    if (required(name, "an object") instanceof Json.Obj object) {
      return object.fields();
    }
    throw wrongKind(name, "an object");
  }

  /** What a handler throws for a field that it cannot take, in the words every accessor uses. */
  public RequestException malformed(String name, String expected, String problem) {
    return new RequestException(
        RpcError.MALFORMED_REQUEST,
        "'%s' with fields %s: expected '%s' to be %s, but %s; see %s"
            .formatted(type, fields.keySet(), name, expected, problem, RequestException.MANUAL));
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
