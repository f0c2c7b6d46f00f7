package dev.tattle.runtime.cluster.client;

import dev.tattle.core.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that any node can answer.
 *
 * @param path the path with its query, encoded
 * @param isRepeatable true if doing it twice is the same as doing it once
 */
public record Call(
    String method,
    String path,
    @Nullable Json body,
    Map<String, String> headers,
    boolean isRepeatable) {
  /** Creates a question. It is repeatable. */
  public static Call get(String path) {
    return new Call("GET", path, null, Map.of(), true);
  }

  /** Creates a change without a key. It is not repeated if nobody knows whether it was done. */
  public static Call post(String path, Json body) {
    return new Call("POST", path, body, Map.of(), false);
  }

  /** Creates a request to make something that may exist already. It is repeatable. */
  public static Call put(String path, Json body) {
    return new Call("PUT", path, body, Map.of(), true);
  }

  /** Creates a request that deletes a counter. */
  public static Call delete(String path) {
    return new Call("DELETE", path, null, Map.of(), false);
  }

  /**
   * Copies this call with a key. Nodes recognize a repeated change by its key, so the call is
   * repeatable.
   */
  public Call withKey(String key) {
    return new Call(method, path, body, with("Idempotency-Key", key), true);
  }

  /**
   * Copies this call with the token of an earlier answer. The new answer sees everything that the
   * earlier one had seen.
   */
  public Call withToken(String token) {
    return new Call(method, path, body, with("Tattle-Token", token), isRepeatable);
  }

  /** Builds the path of a counter. */
  public static String counter(String name) {
    return "/counters/" + encoded(name);
  }

  /** Builds a path with a query. */
  public static String query(String path, Map<String, String> parameters) {
    StringBuilder text = new StringBuilder(path);
    char separator = '?';
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      text.append(separator).append(parameter.getKey()).append('=');
      text.append(encoded(parameter.getValue()));
      separator = '&';
    }
    return text.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Map<String, String> with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return all;
  }
}
