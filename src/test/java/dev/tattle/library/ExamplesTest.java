package dev.tattle.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.Simulator;
import dev.tattle.StdioNode;
import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.core.rpc.CallTimer;
import dev.tattle.core.rpc.Calls;
import dev.tattle.core.rpc.Completion;
import dev.tattle.core.rpc.KvClient;
import dev.tattle.core.rpc.Result;
import dev.tattle.core.rpc.RetryPolicy;
import dev.tattle.crdt.Counter;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.gossip.DeltaRecords;
import dev.tattle.gossip.ElementLog;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipBodies;
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples that the Javadoc of the public packages shows: they compile, and they work. */
class ExamplesTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path EXAMPLE_PROJECT = Path.of("src/test/resources/example-project");
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code(.*?)\\}</pre>", Pattern.DOTALL);

  /** Where the code of the examples is compiled. */
  private static final List<Path> COMPILED =
      List.of(
          Path.of("src/test/java/dev/tattle/library/ExamplesTest.java"),
          EXAMPLE_PROJECT.resolve("src/main/java/com/example/SetNode.java"),
          EXAMPLE_PROJECT.resolve("src/test/java/com/example/SetNodeTest.java"),
          Path.of("src/test/java/dev/tattle/newcomer/MaxRegisterWorkload.java"));

  static final class EchoingNode implements Node {
    @Override
    public void onMessage(Message message, Outbox out) {
      Body body = message.body();
      switch (body.type()) {
        case "echo" -> out.reply(message, Body.of("echo_ok", "echo", body.json("echo")));
        default -> throw NodeHost.notSupported(message);
      }
    }

    public static void main(String[] args) {
      System.exit(StdioNode.run(environment -> new EchoingNode()));
    }
  }

  @Test
  void answersAnEcho() {
    Message request =
        new Message(
            new NodeId("c1"),
            new NodeId("n1"),
            Body.of("echo", "echo", Json.of("hello")).withMsgId(1));
    Effects effects = new Effects();
    new EchoingNode().onMessage(request, effects);
    Body reply = Body.of("echo_ok", "echo", Json.of("hello")).withInReplyTo(1);
    assertThat(effects.drain()).containsExactly(new Effect.Send(new NodeId("c1"), reply));
  }

  @Test
  void echoesEverything() {
    Simulator.of("echo", environment -> new EchoingNode())
        .nodes(1)
        .faults(FaultKind.LOSS)
        .assertValid(20);
  }

  /** Asks lin-kv for whatever it is asked. */
  static final class ForwardingNode implements Node {
    private final Calls<Message> calls;

    ForwardingNode(Environment environment) {
      calls = new Calls<>(environment);
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      if (message.body().isRequest()) {
        RetryPolicy policy = RetryPolicy.once(Duration.ofSeconds(2));
        calls.call(KvClient.LIN_KV, message.body(), message, policy, out);
      } else {
        calls.onMessage(message, out).ifPresent(done -> answer(done, out));
      }
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      calls.onTimer((CallTimer) timer, out).ifPresent(done -> answer(done, out));
    }

    private static void answer(Completion<Message> done, Outbox out) {
      if (done.result() instanceof Result.Ok ok) {
        out.reply(done.context(), ok.body());
      } else if (done.result() instanceof Result.Failed failed) {
        Body error =
            Body.of("error", "code", Json.of(failed.code()), "text", Json.of(failed.text()));
        out.reply(done.context(), error);
      }
    }
  }

  @Test
  void forwardsToAService() {
    Simulator.of("lin-kv", ForwardingNode::new).nodes(2).faults(FaultKind.LOSS).assertValid(20);
  }

  /** A replicated set. */
  static final class ReplicatingNode implements Node {
    private final ElementLog set;
    private final Gossip gossip;

    ReplicatingNode(Environment environment) {
      DeltaRecords records = new DeltaRecords(environment, "my-set");
      set = new ElementLog(records.self());
      Duration budget = Duration.ofMillis(240);
      gossip = new Gossip(environment, set, records, GossipSettings.of("my-set", budget));
    }

    @Override
    public void onStart(Outbox out) {
      gossip.onStart(out);
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      Body body = message.body();
      if (GossipBodies.isGossip(body.type())) {
        gossip.onMessage(message, out);
        return;
      }
      switch (body.type()) {
        case "add" -> {
          set.add(body.payload("element"));
          gossip.changed(out);
          out.reply(message, Body.of("add_ok"));
        }
        case "read" -> out.reply(message, Body.of("read_ok", "value", Json.array(set.elements())));
        default -> throw NodeHost.notSupported(message);
      }
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      gossip.onTimer((GossipTimer) timer, out);
    }
  }

  @Test
  void replicatesASet() {
    Simulator.of("g-set", ReplicatingNode::new).allFaults().assertValid(30);
  }

  @Test
  void countersJoin() {
    ReplicaId a = new ReplicaId("a:1");
    ReplicaId b = new ReplicaId("b:1");
    Counter here = new Counter(new TreeMap<>(Map.of(a, Counter.Slot.NONE.plus(BigInteger.TWO))));
    Counter there = new Counter(new TreeMap<>(Map.of(b, Counter.Slot.NONE.plus(BigInteger.ONE))));
    assert here.join(there).covers(here);
    assert here.join(there).join(there).equals(there.join(here));
    assertThat(here.join(there).slots()).containsOnlyKeys(a, b);
  }

  static Findings noReadIsNegative(List<Operation> history) {
    long negative =
        Attempt.all(history).stream()
            .filter(attempt -> attempt.f().equals("read") && attempt.isOk())
            .map(attempt -> attempt.completion().value())
            .filter(value -> value instanceof Json.Int number && number.value() < 0)
            .count();
    String reason = Findings.counted(negative, "read is negative", "reads are negative");
    return new Findings(Verdict.of(negative == 0), reason, List.of());
  }

  @Test
  void checkerJudgesAHistory() {
    Checker checker = ExamplesTest::noReadIsNegative;
    assertThat(checker.check(List.of()).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void javadocShowsCodeThatIsCompiledHere() throws IOException {
    StringBuilder compiled = new StringBuilder();
    for (Path file : COMPILED) {
      compiled.append(words(Files.readString(file))).append(' ');
    }
    List<String> examples = new ArrayList<>();
    for (Path file : publicSources()) {
      String text = Files.readString(file).replaceAll("(?m)^ *\\*( |$)", "");
      Matcher example = EXAMPLE.matcher(text);
      while (example.find()) {
        examples.add(words(example.group(1)));
      }
    }
    assertThat(examples).hasSizeGreaterThan(7);
    assertThat(examples).allSatisfy(example -> assertThat(compiled.toString()).contains(example));
  }

  @Test
  void pageShowsTheExampleProject() throws IOException {
    String page = Files.readString(Path.of("src/docs/LIBRARY.md"));
    Matcher block =
        Pattern.compile("`(src/[\\w/]+\\.java)`:\n```java\n(.*?)```", Pattern.DOTALL).matcher(page);
    int shown = 0;
    while (block.find()) {
      assertThat(block.group(2))
          .isEqualTo(Files.readString(EXAMPLE_PROJECT.resolve(block.group(1))));
      shown++;
    }
    assertThat(shown).isEqualTo(2);
    for (String name : PublicApi.packages()) {
      assertThat(page).contains("| `" + name + "` |");
    }
  }

  private static List<Path> publicSources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String name : PublicApi.packages()) {
      try (Stream<Path> files = Files.list(MAIN.resolve(name.replace('.', '/')))) {
        files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
      }
    }
    return sources;
  }

  /** Without its line breaks. */
  private static String words(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
