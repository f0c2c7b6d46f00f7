package dev.tattle.runtime.cluster.client;

import dev.tattle.core.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to any node.
 *
 * @param path with its query, encoded
 * @param isRepeatable true where doing it twice is the same as doing it once
 */
public record Call(
    String method,
    String path,
    @Nullable Json body,
    Map<String, String> headers,
    boolean isRepeatable) {
  /** A question, which may be asked again. */
  public static Call get(String path) {
    return new Call("GET", path, null, Map.of(), true);
  }

  /** A change without a key: it is not repeated where nobody knows whether it was done. */
  public static Call post(String path, Json body) {
    return new Call("POST", path, body, Map.of(), false);
  }

  /** Makes what is there after it, however often it is asked. */
  public static Call put(String path, Json body) {
    return new Call("PUT", path, body, Map.of(), true);
  }

  /** Takes away a counter. */
  public static Call delete(String path) {
    return new Call("DELETE", path, null, Map.of(), false);
  }

  /** The same with a key, by which nodes know it again: so it may be repeated. */
  public Call withKey(String key) {
    return new Call(method, path, body, with("Idempotency-Key", key), true);
  }

  /** The same, which is to see what the answer that had this token had seen. */
  public Call withToken(String token) {
    return new Call(method, path, body, with("Tattle-Token", token), isRepeatable);
  }

  /** The path of a counter. */
  public static String counter(String name) {
    return "/counters/" + encoded(name);
  }

  /** A path with a query. */
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
