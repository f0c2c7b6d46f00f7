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
    Files.createDirectories(store.resolve("counter-cluster/data"));
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
    assertThat(page)
        .startsWith("HTTP/1.1 200")
        .contains("operations <b>5</b>")
        .doesNotContain("counter-cluster");
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

  /** The run that is invalid, as the bench stores it. */
  private void digest(String options) throws IOException {
    Files.writeString(
        store.resolve("echo/20261121T000001.000Z/run.json"),
        """
        {"program":"./node <fast>","why":"2 values were lost","options":{%s},
         "figures":[["operations","7","7 ok"]],"latency":{"add":{"0.5":"1.5 ms","1":"9.0 ms"}},
         "messages":[["gossip","servers",12,3]]}
        """
            .formatted(options));
  }

  @Test
  void listSaysWhatARunWasToldAndWhyItIsNotValid() throws IOException {
    digest("\"nodes\":5,\"faults\":\"kill every 1.0 s\"");
    assertThat(get("/"))
        .contains(
            "<p class=\"why\">2 values were lost</p>",
            "nodes <b>5</b> · faults <b>kill every 1.0 s</b> · program <b>./node &lt;fast&gt;</b>",
            "operations <b>7</b>");
  }

  @Test
  void listIsFilteredByWorkloadAndVerdict() throws IOException {
    run("g-set", "20261121T000003.000Z", "{\"valid?\":\"unknown\"}");
    assertThat(get("/?workload=g-set")).contains("g-set 2026").doesNotContain("echo 2026");
    assertThat(get("/?workload=echo&verdict=invalid"))
        .contains("echo 20261121T000001", "href=\"/?workload=g-set&amp;verdict=invalid\"")
        .doesNotContain("echo 20261121T000000", "echo 20261121T000002", "g-set 2026");
    assertThat(get("/?verdict=unfinished")).contains("echo 20261121T000002");
    assertThat(get("/?workload=%3Cb%3E")).contains("No run matches.").doesNotContain("<b>\"");
  }

  @Test
  void twoRunsAreComparedSideBySide() throws IOException {
    digest("\"nodes\":5");
    String page = get("/compare?run=echo/20261121T000000.000Z&run=echo%2F20261121T000001.000Z");
    assertThat(page)
        .contains(
            "<tr class=\"differs\"><th>verdict</th><td>valid</td><td>invalid</td></tr>",
            "<th>nodes</th><td>–</td><td>5</td>",
            "<th>operations</th><td>5 (? ok, ? fail, ? info)</td><td>7 (7 ok)</td>",
            "<th>add, 0.5</th><td>–</td><td>1.5 ms</td>",
            "<th>gossip, servers</th><td>–</td><td>12, 3 lost</td>");
    String valid = "run=echo/20261121T000000.000Z";
    assertThat(get("/compare?" + valid + "&" + valid))
        .contains("<th>verdict</th><td>valid</td><td>valid</td>")
        .doesNotContain("<th>why</th>");
  }

  @Test
  void comparisonOfOtherThanTwoRunsOfTheStoreIsRefused() throws IOException {
    assertThat(get("/compare?run=echo/20261121T000000.000Z")).startsWith("HTTP/1.1 400");
    assertThat(get("/compare?run=../..&run=outside")).startsWith("HTTP/1.1 400");
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
