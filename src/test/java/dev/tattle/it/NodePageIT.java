package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceClient;
import dev.tattle.runtime.cluster.local.LocalCluster;
import dev.tattle.runtime.cluster.peer.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Shows a node's live page in a browser while the cluster is cut and healed. {@code
 * -Dtattle.pictures=FOLDER} saves pictures of it in a folder.
 */
@Execution(ExecutionMode.CONCURRENT)
class NodePageIT {
  private static final Path COUNTER = Launchers.ROOT.resolve("maelstrom/counter");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int WIDE = 1_280;
  private static final int PHONE = 360;

  /** A slow machine may have notes on its disk. */
  private static final String IS_WELL =
      shows("why", "3 of 3 nodes answer, and all show the same value.")
          + " && !"
          + shows("verdict", "something is wrong");

  @TempDir private Path directory;
  private int port;

  @AfterEach
  void end() throws Exception {
    LocalCluster cluster = LocalCluster.in(directory.resolve("store/counter-cluster"));
    cluster.kill(cluster.numbers());
  }

  private void cluster(String... words) throws Exception {
    String[] command = new String[words.length + 1];
    command[0] = "cluster";
    System.arraycopy(words, 0, command, 1, words.length);
    BenchRun run = BenchRun.of(directory, COUNTER, Map.of(), command);
    assertThat(run.status()).as(run.toString()).isZero();
  }

  private void add(int node, int amount) throws Exception {
    Call call = Call.post("/counters/default/add", Json.object("amount", Json.of(amount)));
    assertThat(ServiceClient.ask(new HostPort("localhost", port + node), call, TIMEOUT))
        .isPresent();
  }

  private String url(int node) {
    return "http://localhost:" + (port + node) + "/";
  }

  /** Text of an element, for an expression. */
  private static String text(String id) {
    return "document.getElementById('" + id + "').innerText";
  }

  private static String shows(String id, String text) {
    return text(id) + ".replace(/\\s+/g, ' ').includes('" + text + "')";
  }

  private static void pictures(Chromium browser, String url, String state) throws Exception {
    String folder = System.getProperty("tattle.pictures", "");
    for (int width : folder.isEmpty() ? new int[0] : new int[] {WIDE, PHONE}) {
      for (boolean isDark : new boolean[] {false, true}) {
        browser.open(url, width, isDark);
        browser.await("typeof page === 'object' && page.samples.length > 3", "document.title");
        String name = "%s-%d-%s.png".formatted(state, width, isDark ? "dark" : "light");
        browser.picture(Path.of(folder, name));
      }
    }
  }

  @Test
  void thePageShowsAClusterThatIsWellCutAndHealedAndANodeThatGoes() throws Exception {
    assumeTrue(Chromium.program().isPresent(), "there is no Chromium on the PATH");
    Files.createDirectory(directory.resolve("store"));
    port = CounterServiceIT.freePorts();
    cluster("start", "--port", "" + port);
    add(0, 40);
    Path program = Chromium.program().orElseThrow();
    try (Chromium browser = Chromium.start(program, directory.resolve("chromium"));
        Chromium second = Chromium.start(program, directory.resolve("second"))) {
      healthy(browser);
      cut(browser, second);
      healed(browser);
      away(browser);
      token(browser);
    }
  }

  private void healthy(Chromium browser) throws Exception {
    browser.open(url(0), PHONE, true);
    browser.await(IS_WELL, "document.body.innerText");
    assertThat(browser.eval("document.documentElement.scrollWidth")).isEqualTo("" + PHONE);
    assertThat(browser.eval("matchMedia('(prefers-color-scheme: dark)').matches"))
        .isEqualTo("true");
    browser.open(url(0), WIDE, false);
    browser.await(IS_WELL, "document.body.innerText");
    for (String id : new String[] {"n1", "n2", "n3"}) {
      browser.await(shows("members", id + " localhost:"), text("members"));
      browser.await(shows("views", id), text("views"));
    }
    browser.await(shows("views", "40 ✓ up to date now n3 40 ✓ up to date now"), text("views"));
    assertThat(browser.eval("document.getElementById('counter').value")).isEqualTo("default");
    assertThat(browser.eval("document.querySelectorAll('#drawing line.relay').length"))
        .as("two send to the third")
        .isEqualTo("2");
    assertThat(browser.eval("document.querySelectorAll('th:not([scope])').length")).isEqualTo("0");
    assertThat(browser.eval("[...document.querySelectorAll('input')].every(i => i.labels.length)"))
        .isEqualTo("true");
    pictures(browser, url(0), "healthy");
  }

  private void cut(Chromium browser, Chromium second) throws Exception {
    browser.open(url(0), WIDE, false);
    browser.await(IS_WELL, "document.body.innerText");
    second.open(url(2), WIDE, true);
    second.await(shows("views", "n3 this node 40"), "document.body.innerText");
    cluster("partition", "3");
    add(0, 5);
    add(2, 2);
    browser.await(shows("verdict", "something is wrong"), text("faults"));
    browser.await(shows("views", "n2 45 ✓ up to date now"), text("views"));
    browser.await(shows("views", "n3 40 its last answer ? unknown"), text("views"));
    browser.await(shows("faults", "n3 is cut off from this node on purpose"), text("faults"));
    browser.await(shows("faults", "is considered dead"), text("faults"));
    browser.await(shows("members", "✕ dead"), text("members"));
    browser.await(shows("log", "n3 is dead"), text("log"));
    browser.await("document.querySelectorAll('#drawing line.broken').length > 0", text("links"));
    second.await(shows("views", "n3 this node 42 ✓ up to date now"), text("views"));
    second.await(shows("faults", "n1 is cut off from this node on purpose"), text("faults"));
    second.await(shows("members", "✕ cut off"), text("members"));
    pictures(second, url(0), "cut");
  }

  private void healed(Chromium browser) throws Exception {
    cluster("heal");
    browser.await(IS_WELL, text("faults"));
    browser.await(shows("views", "n1 this node 47 ✓ up to date now n2 47"), text("views"));
    browser.await(shows("views", "n3 47 ✓ up to date now"), text("views"));
    browser.await(shows("log", "n3 is alive; it was"), text("log"));
    assertThat(browser.eval("document.querySelectorAll('#drawing line.broken').length"))
        .isEqualTo("0");
    pictures(browser, url(0), "healed");
  }

  /** The page says that its node is gone, and continues by itself when the node is back. */
  private void away(Chromium browser) throws Exception {
    browser.open(url(1), WIDE, false);
    browser.await(shows("connection", "Live"), text("connection"));
    cluster("kill", "2");
    browser.await(shows("connection", "No answer"), text("connection"));
    browser.await("document.body.classList.contains('stale')", text("connection"));
    cluster("start");
    browser.await(shows("connection", "Live"), text("connection"));
    browser.await("!document.body.classList.contains('stale')", text("connection"));
  }

  /** The page sends the token that the reader types to a node that needs one. */
  private static void token(Chromium browser) throws Exception {
    browser.eval(
        "(window.fetch = async (path, how) => { window.sent = how.headers.Authorization;"
            + " return new Response('{\"detail\":\"a token\"}', {status: 401}); }, follow(), 1)");
    browser.await("!document.getElementById('login').hidden", text("connection"));
    browser.eval(
        "(document.getElementById('token').value = 'secret',"
            + " document.querySelector('#login button').click(), 1)");
    browser.await("window.sent === 'Bearer secret'", "window.sent");
    assertThat(browser.eval("document.getElementById('token').value")).isEmpty();
    assertThat(browser.eval("localStorage.length + ' ' + document.cookie")).isEqualTo("0 ");
  }
}
