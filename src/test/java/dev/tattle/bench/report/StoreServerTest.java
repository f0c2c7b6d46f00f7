package dev.tattle.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreServerTest {
  @TempDir Path directory;
  private Path store;
  private StoreServer server;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("secret.txt"), "secret");
    store = Files.createDirectories(directory.resolve("store"));
    run("echo", "20261121T000000.000Z", "{\"valid?\":true,\"stats\":{\"count\":5}}");
    Path run = run("echo", "20261121T000001.000Z", "{\"valid?\":false}");
    Files.writeString(run.resolve("a<b>.log"), "<script>");
    Files.createSymbolicLink(store.resolve("latest"), run);
    Files.createSymbolicLink(store.resolve("outside"), directory);
    Files.createDirectories(store.resolve("echo/20261121T000002.000Z"));
    server = StoreServer.start(store, 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Path run(String workload, String time, String results) throws IOException {
    Path run = Files.createDirectories(store.resolve(workload).resolve(time));
    Files.writeString(run.resolve("results.json"), results);
    Files.writeString(run.resolve("index.html"), "<p>page");
    return run;
  }

  /** The whole response to a request that no client library has tidied. */
  private String ask(String requestLine, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request = requestLine + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return in.lines().collect(Collectors.joining("\n"));
    }
  }

  private String get(String path) throws IOException {
    return ask("GET " + path, "localhost:" + server.port());
  }

  @Test
  void runsAreListedNewestFirstWithVerdictsAndFigures() throws IOException {
    String page = get("/");
    assertThat(page).startsWith("HTTP/1.1 200").contains("operations <b>5</b>");
    assertThat(page)
        .containsSubsequence(
            "unfinished",
            "20261121T000002.000Z",
            "invalid",
            "20261121T000001.000Z",
            "valid",
            "echo/20261121T000000.000Z/index.html");
    assertThat(page).doesNotContain("outside", "latest");
  }

  @Test
  void filesOfARunAreServed() throws IOException {
    assertThat(get("/echo/20261121T000000.000Z/index.html"))
        .contains("Content-type: text/html; charset=utf-8", "<p>page");
    assertThat(get("/latest/results.json")).contains("application/json", "{\"valid?\":false}");
    assertThat(get("/latest/a%3Cb%3E.log")).contains("text/plain", "nosniff", "<script>");
  }

  @Test
  void namesOfFilesAreEscaped() throws IOException {
    assertThat(get("/latest/")).contains("a&lt;b&gt;.log").doesNotContain("<b>");
    assertThat(get("/latest")).startsWith("HTTP/1.1 301").contains("/latest/");
  }

  @Test
  void nothingOutsideOfTheStoreIsServed() throws IOException {
    for (String path :
        new String[] {
          "/../secret.txt",
          "/%2e%2e/secret.txt",
          "/%2e%2e%2fsecret.txt",
          "/echo/../../secret.txt",
          "/echo/..%2f..%2fsecret.txt",
          "/outside/secret.txt",
          "/outside/",
          "/" + directory.resolve("secret.txt"),
          "//etc/passwd",
          "/%00",
          "/nothing"
        }) {
      assertThat(get(path)).as(path).startsWith("HTTP/1.1 404").doesNotContain("secret");
    }
  }

  @Test
  void otherHostsAndMethodsAreRefused() throws IOException {
    assertThat(ask("GET /", "evil.example")).startsWith("HTTP/1.1 403");
    assertThat(ask("POST /", "localhost")).startsWith("HTTP/1.1 405");
    assertThat(ask("GET /", "127.0.0.1")).startsWith("HTTP/1.1 200");
  }

  @Test
  void takenPortIsRefused() {
    assertThatThrownBy(() -> StoreServer.start(store, server.port()))
        .isInstanceOf(BindException.class);
  }
}
