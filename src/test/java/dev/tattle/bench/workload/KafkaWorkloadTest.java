package dev.tattle.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.wire.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaWorkloadTest {
  private static final NodeId NODE = new NodeId("n0");
  private static final Workload KAFKA = Workloads.of("kafka");
  private static final Setting SETTING = Setting.of(List.of(NODE), Topology.LINE);

  /** Takes answers from a list, and records the requests and how the operation ended. */
  private static final class Script implements Session {
    private final List<String> asked = new ArrayList<>();
    private final List<Body> answers;
    private Outcome outcome = Outcome.ok(Json.of("open"));

    Script(Body... answers) {
      this.answers = new ArrayList<>(List.of(answers));
    }

    @Override
    public NodeId node() {
      return NODE;
    }

    @Override
    public void call(Body request, ReplySchema reply, Consumer<Body> onReply) {
      asked.add(request.type() + " " + JsonCodec.format(new Json.Obj(request.fields())));
      Body answer = answers.remove(0);
      assertThat(reply.problem(answer)).isNull();
      onReply.accept(answer);
    }

    @Override
    public void call(
        Body request, ReplySchema reply, Consumer<Body> onReply, Consumer<Outcome> onFailure) {
      call(request, reply, onReply);
    }

    @Override
    public void ok(Json value) {
      end(Outcome.ok(value));
    }

    @Override
    public void end(Outcome how) {
      outcome = how;
    }
  }

  private static Invocation operation(String f, String value) {
    return new Invocation(f, Histories.json(value));
  }

  private static Body reply(String type, String field, String value) {
    return Body.of(type, field, Histories.json(value));
  }

  private static Script invoke(WorkloadClient client, Invocation invocation, Body... answers) {
    Script script = new Script(answers);
    client.invoke(invocation, script);
    return script;
  }

  private static Script poll(WorkloadClient client, String messages) {
    return invoke(
        client,
        KafkaOperations.POLL,
        reply("poll_ok", "msgs", messages),
        Body.of("commit_offsets_ok"));
  }

  private static Script assign(WorkloadClient client, String keys, String committed) {
    return invoke(
        client,
        operation("assign", keys),
        reply("list_committed_offsets_ok", "offsets", committed));
  }

  @Test
  void sendCompletesWithItsOffset() {
    Script script =
        invoke(
            KAFKA.client(SETTING),
            operation("send", "[[\"send\",\"k\",3]]"),
            reply("send_ok", "offset", "7"));
    assertThat(script.asked).containsExactly("send {\"key\":\"k\",\"msg\":3}");
    assertThat(script.outcome).isEqualTo(Outcome.ok(Histories.json("[[\"send\",\"k\",[7,3]]]")));
  }

  @Test
  void pollGoesOnBehindWhatItShowedAndCommitsIt() {
    WorkloadClient client = KAFKA.client(SETTING);
    assign(client, "[\"a\",\"b\"]", "{}");
    Script first = poll(client, "{\"a\":[[0,1],[4,2]],\"b\":[]}");
    assertThat(first.asked)
        .containsExactly(
            "poll {\"offsets\":{\"a\":0,\"b\":0}}", "commit_offsets {\"offsets\":{\"a\":4}}");
    assertThat(first.outcome)
        .isEqualTo(Outcome.ok(Histories.json("[[\"poll\",{\"a\":[[0,1],[4,2]],\"b\":[]}]]")));
    Script second = poll(client, "{}");
    assertThat(second.asked).containsExactly("poll {\"offsets\":{\"a\":5,\"b\":0}}");
    assertThat(second.outcome).isEqualTo(Outcome.ok(Histories.json("[[\"poll\",{}]]")));
  }

  @Test
  void keyThatIsAssignedAnewBeginsWhereItIsCommittedAndOthersStay() {
    WorkloadClient client = KAFKA.client(SETTING);
    Script script = assign(client, "[\"a\"]", "{\"a\":3}");
    assertThat(script.asked).containsExactly("list_committed_offsets {\"keys\":[\"a\"]}");
    assertThat(script.outcome).isEqualTo(Outcome.ok(Histories.json("[\"a\"]")));
    poll(client, "{\"a\":[[3,1],[5,2]]}");
    assign(client, "[\"a\",\"b\"]", "{\"a\":3,\"b\":2}");
    assertThat(poll(client, "{}").asked).containsExactly("poll {\"offsets\":{\"a\":6,\"b\":2}}");
    assign(client, "[\"b\"]", "{}");
    assertThat(poll(client, "{}").asked).containsExactly("poll {\"offsets\":{\"b\":2}}");
  }

  @Test
  void newClientHasNoPositionAndACrashEndsUnknown() {
    WorkloadClient client = KAFKA.client(SETTING);
    assertThat(poll(client, "{}").asked).containsExactly("poll {\"offsets\":{}}");
    Script crash = invoke(client, KafkaOperations.CRASH);
    assertThat(crash.outcome).isEqualTo(new Outcome(Operation.Type.INFO, Json.NULL, null));
  }

  @Test
  void assignmentFromTheBeginningAsksNobody() {
    WorkloadClient client = KAFKA.client(SETTING);
    assign(client, "[\"a\"]", "{\"a\":3}");
    Json.Obj seek = (Json.Obj) Json.object("seek-to-beginning?", Json.of(true));
    Script script = invoke(client, new Invocation("assign", Histories.json("[\"a\",\"b\"]"), seek));
    assertThat(script.asked).isEmpty();
    assertThat(poll(client, "{}").asked).containsExactly("poll {\"offsets\":{\"a\":0,\"b\":0}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "null", "{\"k\":7}", "{\"k\":[[1]]}", "{\"k\":[[\"1\",2]]}", "{\"k\":[7]}"})
  void messagesOfAnotherShapeAreMalformed(String messages) {
    ReplySchema schema = ReplySchema.of("poll_ok", "msgs", ReplySchema.Kind.MESSAGES);
    assertThat(schema.problem(reply("poll_ok", "msgs", messages))).contains("'msgs' is ");
    assertThat(schema.expected()).contains("\"msgs\":{string:[[integer, any], …], …}");
  }

  /** Go's empty slice. */
  @Test
  void noMessagesMayBeNull() {
    ReplySchema schema = ReplySchema.of("poll_ok", "msgs", ReplySchema.Kind.MESSAGES);
    assertThat(schema.problem(reply("poll_ok", "msgs", "{\"k\":null}"))).isNull();
    WorkloadClient client = KAFKA.client(SETTING);
    assign(client, "[\"k\"]", "{\"k\":3}");
    poll(client, "{\"k\":null}");
    assertThat(poll(client, "{}").asked).containsExactly("poll {\"offsets\":{\"k\":3}}");
  }

  private static List<Invocation> operations(Generator generator, int count, long nanos) {
    List<Invocation> operations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Generator.Turn turn = new Generator.Turn(nanos * i, i % 3, i % 3);
      operations.add(((Generator.Do) generator.next(turn)).invocation());
    }
    return operations;
  }

  private static long count(List<Invocation> operations, String f) {
    return operations.stream().filter(operation -> operation.f().equals(f)).count();
  }

  @Test
  void halfAreSendsAndOneIn64IsAnAssignment() {
    Generator generator = KAFKA.generator(SETTING, new SplittableRandom(9));
    List<Invocation> operations = operations(generator, 6400, 0);
    assertThat(operations).allMatch(KAFKA::has);
    assertThat(count(operations, "assign")).isBetween(60L, 140L);
    assertThat(count(operations, "poll")).isBetween(3000L, 3500L);
    assertThat(count(operations, "crash")).isZero();
  }

  /** 1000 s of three clients. */
  @Test
  void eachClientCrashesEvery30Seconds() {
    Generator generator = KAFKA.generator(SETTING, new SplittableRandom(9));
    List<Invocation> operations = operations(generator, 10_000, TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(count(operations, "crash")).isBetween(75L, 125L);
  }

  @Test
  void keyGets1To16AndRetires() {
    Generator generator = KAFKA.generator(SETTING, new SplittableRandom(9));
    Map<String, List<Long>> sent = new LinkedHashMap<>();
    for (Invocation operation : operations(generator, 5000, 0)) {
      if (operation.f().equals("send")) {
        List<Json> send = KafkaClient.items(KafkaClient.items(operation.value()).get(0));
        sent.computeIfAbsent(((Json.Text) send.get(1)).value(), first -> new ArrayList<>())
            .add(((Json.Int) send.get(2)).value());
      }
    }
    assertThat(sent).hasSizeGreaterThan(100);
    sent.forEach(
        (key, values) -> {
          assertThat(values).hasSizeLessThanOrEqualTo(16).startsWith(1L);
          assertThat(values).isSorted().doesNotHaveDuplicates();
        });
    assertThat(sent.values().stream().filter(values -> values.size() < 16)).hasSizeBetween(5, 10);
  }

  private static void complete(Generator generator, String f, String value) {
    generator.onCompletion(0, operation(f, "null"), Outcome.ok(Histories.json(value)));
  }

  @Test
  void someAssignmentsHaveTheKeysThatNobodyHasPolled() {
    Generator generator = KAFKA.generator(SETTING, new SplittableRandom(9));
    complete(generator, "send", "[[\"send\",\"x\",[5,1]]]");
    complete(generator, "send", "[[\"send\",\"y\",[6,1]]]");
    complete(generator, "poll", "[[\"poll\",{\"x\":[[4,0]],\"y\":[[6,1]]}]]");
    List<Json> assigned =
        operations(generator, 6400, 0).stream()
            .filter(operation -> operation.f().equals("assign"))
            .map(Invocation::value)
            .toList();
    assertThat(assigned.stream().filter(keys -> KafkaClient.items(keys).contains(Json.of("x"))))
        .hasSizeBetween(assigned.size() / 5, assigned.size() / 2);
    assertThat(assigned).noneMatch(keys -> KafkaClient.items(keys).contains(Json.of("y")));
  }

  @Test
  void clientPollsAtTheEndUntilItHasAll() {
    Generator generator = KAFKA.generator(SETTING, new SplittableRandom(9));
    complete(generator, "send", "[[\"send\",\"x\",[5,1]]]");
    Generator last = generator.atTheEnd(0).orElseThrow();
    assertThat(last.next(at(1))).isEqualTo(new Generator.Do(KafkaOperations.CRASH));
    last.onCompletion(0, KafkaOperations.CRASH, new Outcome(Operation.Type.INFO, Json.NULL, null));
    Invocation assign = ((Generator.Do) last.next(at(2))).invocation();
    assertThat(assign.value()).isEqualTo(Histories.json("[\"x\"]"));
    assertThat(assign.details()).isEqualTo(Json.object("seek-to-beginning?", Json.of(true)));
    last.onCompletion(1, assign, Outcome.ok(assign.value()));
    Invocation poll = ((Generator.Do) last.next(at(3))).invocation();
    assertThat(poll.details()).isEqualTo(Json.object("poll-ms", Json.of(1000)));
    last.onCompletion(1, poll, Outcome.ok(Histories.json("[[\"poll\",{\"x\":[[4,0]]}]]")));
    assertThat(last.next(at(3))).isEqualTo(Generator.Idle.PENDING);
    assertThat(last.next(at(500))).isEqualTo(new Generator.Do(poll));
    last.onCompletion(1, poll, Outcome.ok(Histories.json("[[\"poll\",{\"x\":[[5,1]]}]]")));
    assertThat(last.next(at(1000))).isEqualTo(Generator.Idle.DONE);
  }

  @Test
  void clientGivesUpAfterTenSeconds() {
    Generator generator = KAFKA.generator(SETTING, new SplittableRandom(9));
    complete(generator, "send", "[[\"send\",\"x\",[5,1]]]");
    Generator last = generator.atTheEnd(0).orElseThrow();
    assertThat(last.next(at(1))).isInstanceOf(Generator.Do.class);
    assertThat(last.next(at(10_002))).isEqualTo(Generator.Idle.DONE);
  }

  private static Generator.Turn at(long millis) {
    return new Generator.Turn(TimeUnit.MILLISECONDS.toNanos(millis), 0, 0);
  }

  private static String broken(Invariant invariant, String f, String value) {
    return String.valueOf(invariant.brokenBy(operation(f, "null"), Histories.json(value)));
  }

  @Test
  void invariantHoldsOffsetsAndOrder() {
    Invariant invariant = KAFKA.invariant();
    invariant.onInvoke(operation("send", "[[\"send\",\"k\",1]]"));
    invariant.onInvoke(operation("send", "[[\"send\",\"k\",2]]"));
    assertThat(broken(invariant, "send", "[[\"send\",\"k\",[4,1]]]")).isEqualTo("null");
    assertThat(broken(invariant, "poll", "[[\"poll\",{\"k\":[[4,1],[5,2]]}]]")).isEqualTo("null");
    assertThat(broken(invariant, "poll", "[[\"poll\",{\"k\":[[4,2]]}]]"))
        .isEqualTo(
            "showed message 2 at offset 4 of key k, where message 1 was (inconsistent-offsets)");
    assertThat(broken(invariant, "poll", "[[\"poll\",{\"k\":[[5,2],[4,1]]}]]"))
        .isEqualTo("showed offset 5 of key k and then 4 (int-nonmonotonic-poll)");
    assertThat(broken(invariant, "poll", "[[\"poll\",{\"k\":[[6,3]]}]]"))
        .isEqualTo("showed message 3 of key k, which nobody has sent (never-sent)");
  }

  @Test
  void invariantHoldsCommitsOfEachNode() {
    Invariant invariant = KAFKA.invariant();
    Body commit = reply("commit_offsets", "offsets", "{\"k\":4}");
    Body list = reply("list_committed_offsets", "keys", "[\"k\"]");
    Body four = reply("list_committed_offsets_ok", "offsets", "{\"k\":4}");
    Body three = reply("list_committed_offsets_ok", "offsets", "{\"k\":3}");
    assertThat(invariant.brokenBy(NODE, commit, Body.of("commit_offsets_ok"))).isNull();
    assertThat(invariant.brokenBy(NODE, list, four)).isNull();
    assertThat(invariant.brokenBy(new NodeId("n1"), list, three)).isNull();
    assertThat(invariant.brokenBy(NODE, list, three))
        .isEqualTo("showed 3 as committed of key k, and 4 before (commit-moves-back)");
    assertThat(invariant.brokenBy(NODE, list, reply("x", "offsets", "{}")))
        .isEqualTo("showed nothing as committed of key k, and 4 before (commit-moves-back)");
  }

  @Test
  void killsAreSurvivedOnlyWithADisk() {
    assertThat(KAFKA.survives(true)).hasSize(KAFKA.survives(false).size() + 1);
  }
}
