package dev.tattle.it;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A headless browser with one page, controlled over the DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Process process;
  private final WebSocket socket;
  private final Map<Long, CompletableFuture<Json>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private @Nullable String session;

  private Chromium(Process process, URI address) throws Exception {
    this.process = process;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new Answers())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    String target = text(call("Target.createTarget", "url", Json.of("about:blank")), "targetId");
    session =
        text(
            call("Target.attachToTarget", "targetId", Json.of(target), "flatten", Json.of(true)),
            "sessionId");
    call("Page.enable");
  }

  /** The program; empty if none is installed. */
  static Optional<Path> program() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts a browser that stores its files in this folder. */
  static Chromium start(Path program, Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--no-proxy-server",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    String address =
        CompletableFuture.supplyAsync(() -> address(lines)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    new Thread(() -> lines.lines().forEach(line -> {}), "chromium-stderr").start();
    return new Chromium(process, URI.create(address));
  }

  private static String address(BufferedReader lines) {
    String mark = "DevTools listening on ";
    return lines
        .lines()
        .filter(line -> line.contains(mark))
        .map(line -> line.substring(line.indexOf(mark) + mark.length()).strip())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the browser did not start"));
  }

  /** Goes to a page, on a screen of this width. */
  void open(String url, int width, boolean isDark) throws Exception {
    Json scheme =
        Json.object(
            "name", Json.of("prefers-color-scheme"), "value", Json.of(isDark ? "dark" : "light"));
    call("Emulation.setEmulatedMedia", "features", Json.array(scheme));
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        Json.of(width),
        "height",
        Json.of(900),
        "deviceScaleFactor",
        Json.of(1),
        "mobile",
        Json.of(width < 500));
    call("Page.navigate", "url", Json.of(url));
  }

  /** Evaluates an expression, as text. */
  String eval(String expression) throws Exception {
    Json answer = call("Runtime.evaluate", "expression", Json.of("String(" + expression + ")"));
    return text(object(answer).get("result"), "value");
  }

  /** Waits until an expression is true; says what else is so where it never is. */
  void await(String expression, String otherwise) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!eval(expression).equals("true")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(expression + " is not so; " + otherwise + ": " + eval(otherwise));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** The whole page as a picture. */
  void picture(Path file) throws Exception {
    Json picture = call("Page.captureScreenshot", "captureBeyondViewport", Json.of(true));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(text(picture, "data")));
  }

  private Json call(String method, Object... params) throws Exception {
    long id = ids.incrementAndGet();
    CompletableFuture<Json> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    String session = this.session;
    Json message =
        session == null
            ? Json.object(
                "id", Json.of(id), "method", Json.of(method), "params", Json.object(params))
            : Json.object(
                "id",
                Json.of(id),
                "sessionId",
                Json.of(session),
                "method",
                Json.of(method),
                "params",
                Json.object(params));
    socket.sendText(JsonCodec.format(message), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Map<String, Json> fields = object(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    Json result = fields.get("result");
    if (result == null) {
      throw new IOException(method + ": " + fields);
    }
    return result;
  }

  private static Map<String, Json> object(@Nullable Json json) {
    return json instanceof Json.Obj object ? object.fields() : Map.of();
  }

  private static String text(@Nullable Json json, String name) {
    return object(json).get(name) instanceof Json.Text text ? text.value() : "" + json;
  }

  @Override
  public void close() {
    session = null; // The browser must end itself, so that it removes its files elsewhere.
    socket
        .sendText("{\"id\":0,\"method\":\"Browser.close\"}", true)
        .handle((sent, failed) -> failed == null)
        .join();
    process
        .onExit()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly())
        .join();
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(String message) {
      try {
        Json json = JsonCodec.parse(message.getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Json> asked =
            object(json).get("id") instanceof Json.Int id ? waiting.remove(id.value()) : null;
        if (asked != null) {
          asked.complete(json);
        }
      } catch (WireException e) {
        throw new IllegalArgumentException(message, e);
      }
    }
  }
}
