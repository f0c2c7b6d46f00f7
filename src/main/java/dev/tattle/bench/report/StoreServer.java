package dev.tattle.bench.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves a store to browsers on this machine: a list of its runs, and the files in it. It serves
 * nothing outside the store. It refuses other machines, and pages of other sites whose name points
 * here.
 *
 * <p>Thread rule: one request at a time, on the server's thread.
 */
public final class StoreServer implements AutoCloseable {
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Path root;
  private final HttpServer server;

  private StoreServer(Path root, HttpServer server) {
    this.root = root;
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @param port 0 for any free port
   * @throws java.net.BindException if the port is taken
   */
  public static StoreServer start(Path store, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer http = HttpServer.create(address, 0);
    StoreServer server = new StoreServer(store.toRealPath(), http);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!isLocal(exchange.getRequestHeaders().getFirst("Host"))) {
        sendText(exchange, 403, "expected the host localhost or 127.0.0.1");
      } else if (method.equals("GET") || method.equals("HEAD")) {
        serve(exchange);
      } else {
        sendText(exchange, 405, "expected GET or HEAD");
      }
    }
  }

  private static boolean isLocal(@Nullable String host) {
    return host != null && LOCAL_NAMES.contains(host.replaceFirst(":\\d+$", ""));
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path != null && path.equals("/compare")) {
      compare(exchange);
      return;
    }
    Path file = resolve(path);
    if (file == null) {
      sendText(exchange, 404, "the store has no such file");
    } else if (file.equals(root)) {
      Map<String, List<String>> query = query(exchange);
      sendHtml(
          exchange, StoreListing.runs(root, first(query, "workload"), first(query, "verdict")));
    } else if (!Files.isDirectory(file)) {
      sendFile(exchange, file);
    } else if (path.endsWith("/")) {
      sendHtml(exchange, StoreListing.files(root.relativize(file).toString(), file));
    } else {
      // Without the slash, relative links on the page would lead to the parent directory.
      exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getRawPath() + "/");
      exchange.sendResponseHeaders(301, -1);
    }
  }

  private void compare(HttpExchange exchange) throws IOException {
    List<Path> runs = new ArrayList<>();
    for (String path : query(exchange).getOrDefault("run", List.of())) {
      Path directory = resolve(path);
      if (directory != null && Files.isDirectory(directory)) {
        runs.add(directory);
      }
    }
    if (runs.size() != 2) {
      sendText(exchange, 400, "expected two runs; go back and select two");
      return;
    }
    StoredRun left = StoredRun.of(root, runs.get(0));
    sendHtml(exchange, RunComparison.page(left, StoredRun.of(root, runs.get(1))));
  }

  private static @Nullable String first(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
  }

  private static Map<String, List<String>> query(HttpExchange exchange) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String name = pair.substring(0, equals);
        query
            .computeIfAbsent(name, unused -> new ArrayList<>())
            .add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  /** The file or directory in the store; null if there is none, or if it is outside the store. */
  private @Nullable Path resolve(@Nullable String path) {
    if (path == null) {
      return null;
    }
    try {
      Path real = root.resolve(path.replaceFirst("^/+", "")).toRealPath();
      return real.startsWith(root) ? real : null;
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }

  private static void sendFile(HttpExchange exchange, Path file) throws IOException {
    head(exchange, type(file.getFileName().toString()), 200, Files.size(file));
    if (!exchange.getRequestMethod().equals("HEAD")) {
      try (OutputStream out = exchange.getResponseBody()) {
        Files.copy(file, out);
      }
    }
  }

  private static String type(String name) {
    if (name.endsWith(".html")) {
      return "text/html; charset=utf-8";
    }
    // Output of nodes is shown as text, whatever it looks like.
    return name.endsWith(".json") ? "application/json" : "text/plain; charset=utf-8";
  }

  private static void sendHtml(HttpExchange exchange, String html) throws IOException {
    exchange.getResponseHeaders().set("Content-Security-Policy", StoreListing.POLICY);
    send(exchange, 200, "text/html; charset=utf-8", html);
  }

  private static void sendText(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", text + "\n");
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    head(exchange, type, status, bytes.length);
    if (!exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void head(HttpExchange exchange, String type, int status, long length)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    boolean isEmpty = length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isEmpty ? -1 : length);
  }
}
