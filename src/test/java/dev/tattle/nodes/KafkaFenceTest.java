package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What a cluster shows while nodes are away for long, and after they are back. {@code
 * -Dtattle.seeds=4000} sets the number of seeds.
 */
@Execution(ExecutionMode.CONCURRENT)
class KafkaFenceTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 100);
  private static final int STEPS = 400;
  private static final String KEY = "k";

  private List<NodeId> nodes = List.of();
  private final List<KafkaLogs> cluster = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();

  /** What each key's log is, as far as anybody has shown it. */
  private final Map<String, List<Long>> shown = new LinkedHashMap<>();

  KafkaFenceTest() {
    found(3);
  }

  private void found(int size) {
    cluster.clear();
    nodes = IntStream.range(0, size).mapToObj(i -> new NodeId("n" + i)).toList();
    nodes.forEach(
        node -> cluster.add(settled(new KafkaLogs(replica(node), node, nodes, Long.MAX_VALUE))));
  }

  private static ReplicaId replica(NodeId node) {
    return new ReplicaId(node + ":0");
  }

  /** Lets the logs send everything that they have to send. */
  private static KafkaLogs settled(KafkaLogs logs) {
    logs.close();
    for (List<Json> due = logs.due(); !due.isEmpty(); due = logs.due()) {
      logs.write(due);
    }
    assert logs.checkInvariants();
    return logs;
  }

  private void pass(int from, int to, int maxBytes) {
    for (Delta delta : cluster.get(from).since(cluster.get(to).versions(), maxBytes)) {
      cluster.get(to).join(delta);
    }
    settled(cluster.get(to));
  }

  private void talk(int... among) {
    for (int round = 0; round < 8; round++) {
      for (int from : among) {
        for (int to : among) {
          pass(from, to, Integer.MAX_VALUE);
        }
      }
    }
  }

  private void check(int... nodes) {
    for (int checks = 0; checks < KafkaStability.PATIENCE_CHECKS; checks++) {
      for (int node : nodes) {
        cluster.get(node).write(cluster.get(node).check());
        settled(cluster.get(node));
      }
    }
  }

  private void send(int at, String key, String message) {
    assertThat(cluster.get(at).isFenced()).isFalse();
    assertThat(cluster.get(at).isKnown()).isTrue();
    sendIfTaken(at, key, message);
  }

  private void sendIfTaken(int at, String key, String message) {
    if (!cluster.get(at).isFenced() && cluster.get(at).isKnown()) {
      cluster.get(at).write(List.of(cluster.get(at).message(key, Json.of(message))));
      settled(cluster.get(at));
      sent.add(message);
    }
  }

  /** As from a disk: the same records, each log's in order. */
  private void restart(int node) {
    KafkaLogs again =
        new KafkaLogs(replica(nodes.get(node)), nodes.get(node), nodes, Long.MAX_VALUE);
    cluster.get(node).since(VersionVector.EMPTY, Integer.MAX_VALUE).forEach(again::join);
    cluster.set(node, settled(again));
  }

  private List<String> shownAt(int node, String key) {
    List<String> messages = new ArrayList<>();
    for (Json pair : ((Json.Arr) cluster.get(node).topics().from(key, 0, Long.MAX_VALUE)).items()) {
      messages.add(((Json.Text) ((Json.Arr) pair).items().get(1)).value());
    }
    return messages;
  }

  private List<Long> offsetsAt(int node, String key) {
    List<Long> offsets = new ArrayList<>();
    for (Json pair : ((Json.Arr) cluster.get(node).topics().from(key, 0, Long.MAX_VALUE)).items()) {
      offsets.add(((Json.Int) ((Json.Arr) pair).items().get(0)).value());
    }
    return offsets;
  }

  @Test
  void nodeThatIsGoneStopsNobodyOnceItIsFenced() {
    talk(0, 1, 2);
    send(0, KEY, "a");
    talk(0, 1);
    assertThat(shownAt(0, KEY)).isEmpty();
    check(0, 1);
    talk(0, 1);
    assertThat(shownAt(0, KEY)).containsExactly("a");
    send(1, KEY, "b");
    talk(0, 1);
    assertThat(shownAt(0, KEY)).containsExactly("a", "b");
  }

  @Test
  void oneOfThreeCanNotFenceTheOthers() {
    talk(0, 1, 2);
    send(0, KEY, "a");
    check(0);
    check(0);
    assertThat(shownAt(0, KEY)).isEmpty();
  }

  @Test
  void whatAFencedNodeSentAloneIsSentAgainUnderNewOffsets() {
    talk(0, 1, 2);
    send(2, KEY, "alone");
    send(2, KEY, "alone too");
    send(0, KEY, "a");
    talk(0, 1);
    check(0, 1);
    talk(0, 1);
    assertThat(shownAt(0, KEY)).containsExactly("a");
    talk(0, 1, 2);
    for (int node = 0; node < 3; node++) {
      assertThat(shownAt(node, KEY)).containsExactly("a", "alone", "alone too");
    }
    send(2, KEY, "b");
    talk(0, 1, 2);
    assertThat(shownAt(1, KEY)).containsExactly("a", "alone", "alone too", "b");
  }

  @Test
  void nodeThatKnowsThatItIsFencedGivesNoOffset() {
    talk(0, 1, 2);
    send(0, KEY, "a");
    talk(0, 1);
    check(0, 1);
    talk(0, 1);
    pass(0, 2, Integer.MAX_VALUE);
    assertThat(cluster.get(2).isFenced()).isTrue();
    pass(2, 0, Integer.MAX_VALUE);
    pass(0, 2, Integer.MAX_VALUE);
    assertThat(cluster.get(2).isFenced()).as("n0 has told what it knew").isFalse();
  }

  @Test
  void moreThanABatchOfVoidMessagesComesBack() {
    talk(0, 1, 2);
    int many = 2 * KafkaLogs.BATCH + 1;
    for (int i = 0; i < many; i++) {
      send(2, KEY, "m" + i);
    }
    send(0, KEY, "a");
    check(0, 1);
    talk(0, 1);
    talk(0, 1, 2);
    assertThat(shownAt(1, KEY)).hasSize(many + 1).doesNotHaveDuplicates();
    assertThat(offsetsAt(1, KEY)).isSorted();
  }

  /** Only what this one has written itself. */
  private void passOwn(int from, int to) {
    ReplicaId origin = cluster.get(from).self();
    for (Delta delta : cluster.get(from).since(cluster.get(to).versions(), Integer.MAX_VALUE)) {
      if (delta.origin().equals(origin)) {
        cluster.get(to).join(delta);
      }
    }
    settled(cluster.get(to));
  }

  /** The fenced node may be back in use although this node has not learned it yet. */
  @Test
  void wordOfOneWhoKnowsMoreOfAFencedNodeDoesNotCount() {
    talk(0, 1, 2);
    send(0, KEY, "a");
    talk(0, 1);
    check(0, 1);
    talk(0, 1);
    pass(1, 2, Integer.MAX_VALUE);
    pass(2, 1, Integer.MAX_VALUE);
    pass(1, 2, Integer.MAX_VALUE);
    send(2, KEY, "lower");
    send(0, KEY, "b");
    send(0, KEY, "higher");
    pass(0, 1, Integer.MAX_VALUE);
    passOwn(1, 0);
    assertThat(shownAt(0, KEY)).containsExactly("a");
    talk(0, 1, 2);
    assertThat(shownAt(0, KEY)).containsExactly("a", "lower", "b", "higher");
  }

  @Test
  void oldWordOfANodeThatLostItsMemoryDoesNotCount() {
    talk(0, 1, 2);
    send(0, KEY, "a");
    send(0, KEY, "higher");
    pass(0, 2, Integer.MAX_VALUE);
    passOwn(2, 0);
    cluster.set(
        2, settled(new KafkaLogs(new ReplicaId("n2:1"), nodes.get(2), nodes, Long.MAX_VALUE)));
    pass(1, 2, Integer.MAX_VALUE);
    pass(2, 1, Integer.MAX_VALUE);
    pass(1, 2, Integer.MAX_VALUE);
    send(2, KEY, "lower");
    pass(0, 1, Integer.MAX_VALUE);
    passOwn(1, 0);
    assertThat(shownAt(0, KEY)).isEmpty();
    talk(0, 1, 2);
    assertThat(shownAt(0, KEY)).containsExactly("a", "lower", "higher");
  }

  /** Checks that no two nodes show different messages at the same offset. */
  private void assertOneLog(String where) {
    for (String key : List.of("a", "b")) {
      List<Long> longest = shown.computeIfAbsent(key, first -> new ArrayList<>());
      for (int node = 0; node < nodes.size(); node++) {
        List<Long> here = offsetsAt(node, key);
        int both = Math.min(here.size(), longest.size());
        assertThat(here.subList(0, both)).as(where).isEqualTo(longest.subList(0, both));
        assertThat(new TreeSet<>(here)).as(where).containsExactlyElementsOf(here);
        longest = here.size() > longest.size() ? here : longest;
      }
      shown.put(key, longest);
    }
  }

  private void step(SplittableRandom random, int[] group) {
    int one = random.nextInt(nodes.size());
    int other = random.nextInt(nodes.size());
    switch (random.nextInt(12)) {
      case 0, 1 -> sendIfTaken(one, random.nextBoolean() ? "a" : "b", "m" + sent.size());
      case 2 -> {
        cluster.get(one).write(cluster.get(one).check());
        settled(cluster.get(one));
      }
      case 3 -> {
        if (random.nextInt(4) == 0) {
          restart(one);
        } else if (random.nextInt(4) == 0) {
          group[one] = random.nextInt(3);
        }
      }
      default -> {
        if (group[one] == group[other]) {
          pass(one, other, random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(300));
        }
      }
    }
  }

  @Test
  void logsStayOneWhoeverIsFencedAndNothingSentIsLost() {
    int fenced = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      KafkaFenceTest run = new KafkaFenceTest();
      run.found(3 + random.nextInt(3));
      int[] group = new int[run.nodes.size()];
      for (int step = 0; step < STEPS; step++) {
        run.step(random, group);
        run.assertOneLog("seed %d, step %d".formatted(seed, step));
        fenced += run.cluster.stream().anyMatch(KafkaLogs::isFenced) ? 1 : 0;
      }
      run.talk(IntStream.range(0, run.nodes.size()).toArray());
      run.talk(IntStream.range(0, run.nodes.size()).toArray());
      for (int node = 0; node < run.nodes.size(); node++) {
        List<String> all = new ArrayList<>(run.shownAt(node, "a"));
        all.addAll(run.shownAt(node, "b"));
        assertThat(all)
            .as("seed %d, %s", seed, run.nodes.get(node))
            .containsExactlyInAnyOrderElementsOf(run.sent);
      }
    }
    assertThat(fenced).as("fences are tried").isPositive();
  }

  /** Accepts no {@code send} after a given moment, and later does nothing at all. */
  private record Mortal(Node node, Environment environment, long lastSendNanos) implements Node {
    private boolean isGone() {
      return environment.nowNanos() > lastSendNanos + 1_000_000_000L;
    }

    @Override
    public void onStart(Outbox out) {
      node.onStart(out);
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      boolean isOver =
          message.body().type().equals("send") && environment.nowNanos() > lastSendNanos;
      if (!isGone() && !isOver) {
        node.onMessage(message, out);
      }
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      if (!isGone()) {
        node.onTimer(timer, out);
      }
    }
  }

  private static Verdict withoutN2(Duration fenceAfter) {
    NodeFactory factory =
        environment -> {
          Node node = new KafkaNode(environment, LatencyBudget.DEFAULT, Long.MAX_VALUE, fenceAfter);
          boolean isMortal = environment.self().equals(new NodeId("n2"));
          return isMortal
              ? new Mortal(node, environment, environment.nowNanos() + 5_000_000_000L)
              : node;
        };
    TestOptions options =
        TestOptions.builder("kafka", List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n2")))
            .ratePerSecond(50)
            .concurrency(6)
            .timeLimit(Duration.ofSeconds(30))
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 10))
            .build();
    Json.Obj results =
        new Simulation(factory, AvailabilityChecker.NONE).run(options, line -> {}).results().json();
    return Verdict.of((Json.Obj) Objects.requireNonNull(results.fields().get("workload")));
  }

  @Test
  void clusterServesPollsAfterANodeHasGoneForGood() {
    assertThat(withoutN2(Duration.ofSeconds(2))).isEqualTo(Verdict.VALID);
    assertThat(withoutN2(Duration.ofHours(1)))
        .as("nothing is shown any more")
        .isEqualTo(Verdict.INVALID);
  }
}
