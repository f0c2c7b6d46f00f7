package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.runtime.NodeCrashException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes in one process. */
@Timeout(120)
class HostedNodesTest {
  @TempDir private Path data;

  private final List<String> greeted = new CopyOnWriteArrayList<>();
  private final Set<String> fragile = ConcurrentHashMap.newKeySet();
  private final Set<String> willing = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();

  /**
   * Greets all members, keeps the names of those that greet it, and crashes at a greeting if it is
   * fragile.
   */
  private final class Greeter implements Node {
    private final Environment environment;

    Greeter(Environment environment) {
      this.environment = environment;
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      String self = environment.self().name();
      switch (message.body().type()) {
        case "members" -> {
          for (Json id : message.body().array("members")) {
            String other = ((Json.Text) id).value();
            if (!other.equals(self)) {
              out.send(new NodeId(other), Body.of("greeting"));
            }
          }
          out.reply(message, Body.of("members_ok"));
        }
        case "greeting" -> {
          greeted.add(message.src() + " greets " + self);
          if (environment.isDurable()) {
            out.append(Json.of(message.src()));
          }
          if (fragile.contains(self)) {
            throw new IllegalStateException("a greeting too many");
          }
        }
        case "leave" -> {
          asked.incrementAndGet();
          Json isWilling = Json.of(willing.contains(self));
          out.reply(message, Body.of("leave_ok", "handed_over", isWilling));
        }
        default -> throw NodeHost.notSupported(message);
      }
    }
  }

  private RunningCluster nodes() {
    return new RunningCluster(
        RunningCluster.counters(FakeCountersNode::new),
        new Hosted("greeter", Greeter::new, body -> body.type().equals("greeting")));
  }

  @Test
  void eachGetsWhatItsKindSendsAndHasAFolderOfItsOwn() throws Exception {
    try (RunningCluster cluster = nodes()) {
      cluster.join(data);
      cluster.join(data, cluster.gossip(0));
      RunningCluster.await(() -> greeted.contains("n1 greets n2"));
      RunningCluster.await(() -> greeted.contains("n2 greets n1"));
      assertThat(cluster.post(0, "/counters/a/increment", "").statusCode()).isEqualTo(200);
      RunningCluster.await(() -> cluster.get(1, "/counters/a").body().contains("\"value\":1"));
      String written = "tattle_disk_write_duration_seconds_count";
      RunningCluster.await(() -> cluster.metric(0, written + "{part=\"greeter\"}") > 0);
      assertThat(cluster.metric(0, written)).isPositive();
      assertThat(cluster.metric(0, "tattle_peer_connections_refused_total")).isZero();
      assertThat(Files.exists(data.resolve("n1").resolve("records-0"))).isTrue();
      assertThat(Files.exists(data.resolve("n1").resolve("greeter").resolve("records-0"))).isTrue();
    }
  }

  @Test
  void aNodeLeavesOnceBothHaveHandedOver() throws Exception {
    try (RunningCluster cluster = nodes()) {
      cluster.join();
      cluster.join(cluster.gossip(0));
      RunningCluster.await(() -> greeted.contains("n1 greets n2"));
      CompletableFuture<HttpResponse<String>> leave =
          CompletableFuture.supplyAsync(() -> cluster.post(1, "/admin/leave", ""));
      RunningCluster.await(() -> asked.get() > 2);
      assertThat(leave).isNotDone();
      willing.add("n2");
      assertThat(leave.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aCrashOfOneEndsTheProcess() throws Exception {
    try (RunningCluster cluster = nodes()) {
      cluster.join();
      fragile.add("n1");
      cluster.join(cluster.gossip(0));
      assertThatThrownBy(() -> cluster.node(0).run()).isInstanceOf(NodeCrashException.class);
      assertThat(cluster.log()).contains("a greeting too many");
    }
  }
}
