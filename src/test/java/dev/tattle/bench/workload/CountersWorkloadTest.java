package dev.tattle.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.counters.PowerSum;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CountersWorkloadTest {
  private static final NodeId NODE = new NodeId("n0");
  private static final List<Operation.Type> ENDS =
      List.of(Operation.Type.OK, Operation.Type.FAIL, Operation.Type.INFO);
  private static final Workload COUNTERS = Workloads.of("counters");
  private static final Setting SETTING = Setting.of(List.of(NODE, new NodeId("n1")), Topology.LINE);

  /** Takes answers from a list. An answer {@code error} ends the operation if nobody handles it. */
  private static final class Dialogue implements Session {
    private final List<String> asked = new ArrayList<>();
    private final List<Body> answers;
    private Outcome outcome = Outcome.ok(Json.of("open"));

    Dialogue(Body... answers) {
      this.answers = new ArrayList<>(List.of(answers));
    }

    @Override
    public NodeId node() {
      return NODE;
    }

    @Override
    public void call(Body request, ReplySchema reply, Consumer<Body> onReply) {
      call(request, reply, onReply, this::end);
    }

    @Override
    public void call(
        Body request, ReplySchema reply, Consumer<Body> onReply, Consumer<Outcome> onFailure) {
      asked.add(request.type() + " " + JsonCodec.format(new Json.Obj(request.fields())));
      Body answer = answers.remove(0);
      if (answer.type().equals("error")) {
        onFailure.accept(Outcome.ofError(new Invocation("any", Json.NULL), answer, false));
        return;
      }
      assertThat(reply.problem(answer)).isNull();
      onReply.accept(answer);
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

  private static Json json(String text) {
    return Histories.json(text.replace('\'', '"'));
  }

  private static Dialogue invoke(WorkloadClient client, String f, String asked, Body... answers) {
    Dialogue dialogue = new Dialogue(answers);
    client.invoke(new Invocation(f, json(asked)), dialogue);
    return dialogue;
  }

  private static Body answer(String type, String fields) {
    return new Body(type, null, null, ((Json.Obj) json(fields)).fields());
  }

  private static void assertOk(Dialogue dialogue, String value, String... asked) {
    assertThat(dialogue.outcome).isEqualTo(Outcome.ok(json(value)));
    assertThat(dialogue.asked)
        .containsExactly(
            List.of(asked).stream().map(t -> t.replace('\'', '"')).toArray(String[]::new));
  }

  @Test
  void sessionTakesItsTokenFromClientToClient() {
    Supplier<WorkloadClient> clients = COUNTERS.clients(SETTING);
    assertOk(
        invoke(
            clients.get(),
            "add",
            "{'counter':'a','delta':4,'key':'k','session':1}",
            answer("add_ok", "{'value':4,'token':{'x':3,'y':1}}")),
        "{'counter':'a','delta':4,'key':'k','session':1,'value':4,'node':'n0'}",
        "add {'counter':'a','delta':4,'key':'k'}");
    invoke(
        clients.get(),
        "watch",
        "{'counter':'a','wait':9,'session':1}",
        answer("watch_ok", "{'value':4,'exists':true,'token':{'x':2,'y':5}}"));
    assertOk(
        invoke(
            clients.get(),
            "read",
            "{'counter':'a','consistency':'majority','session':1}",
            answer("read_ok", "{'value':4,'exists':true,'token':{}}")),
        "{'counter':'a','consistency':'majority','session':1,'members':2,'value':4,"
            + "'exists':true,'node':'n0'}",
        "read {'counter':'a','consistency':'majority','token':{'x':3,'y':5}}");
    Dialogue stranger =
        invoke(
            clients.get(),
            "read",
            "{'counter':'a'}",
            answer("read_ok", "{'value':0,'exists':false,'token':{}}"));
    assertThat(stranger.asked).containsExactly("read {\"counter\":\"a\"}");
  }

  @Test
  void watchAsksForAnotherValueThanTheLast() {
    WorkloadClient client = COUNTERS.client(SETTING);
    Body four = answer("watch_ok", "{'value':4,'exists':true,'token':{}}");
    invoke(client, "watch", "{'counter':'a','wait':9}", four);
    assertOk(
        invoke(
            client,
            "watch",
            "{'counter':'a','wait':9}",
            answer("watch_ok", "{'value':5,'exists':true,'token':{}}")),
        "{'counter':'a','wait':9,'given':4,'value':5,'exists':true,'node':'n0'}",
        "watch {'counter':'a','wait':9,'value':4}");
  }

  @Test
  void listIsOfAllPages() {
    assertOk(
        invoke(
            COUNTERS.client(SETTING),
            "list",
            "{'limit':1}",
            answer("list_ok", "{'counters':[['a',1]],'more':true}"),
            answer("list_ok", "{'counters':[['b',4]],'more':false}")),
        "{'limit':1,'counters':[['a',1],['b',4]],'node':'n0'}",
        "list {'limit':1}",
        "list {'limit':1,'after':'a'}");
  }

  @Test
  void thereIsNothingToDeleteOfWhatDoesNotExist() {
    Body absent = Body.of("error", "code", Json.of(20), "text", Json.of("none"));
    assertOk(
        invoke(COUNTERS.client(SETTING), "delete", "{'counter':'a'}", absent),
        "{'counter':'a','value':0,'exists':false,'node':'n0'}",
        "delete {'counter':'a'}");
    Body busy = Body.of("error", "code", Json.of(11), "text", Json.of("later"));
    assertThat(invoke(COUNTERS.client(SETTING), "delete", "{'counter':'a'}", busy).outcome.type())
        .isEqualTo(Operation.Type.FAIL);
  }

  private static List<Invocation> operations() {
    Generator generator = COUNTERS.generator(SETTING, new SplittableRandom(4));
    List<Invocation> drawn = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Invocation invocation =
          ((Generator.Do) generator.next(new Generator.Turn(i, 0, 0))).invocation();
      drawn.add(invocation);
      Operation.Type type = ENDS.get(i % ENDS.size());
      generator.onCompletion(0, invocation, new Outcome(type, invocation.value(), null));
    }
    return drawn;
  }

  @Test
  void eachAdditionIsDifferentUnlessItHasTheSameKey() {
    Map<Json, Json> byKey = new LinkedHashMap<>();
    Set<List<Json>> additions = new LinkedHashSet<>();
    int again = 0;
    for (Invocation one : operations()) {
      assertThat(COUNTERS.has(one)).as("%s", one).isTrue();
      Map<String, Json> fields = new LinkedHashMap<>(CountersClient.fields(one));
      fields.remove("session");
      Json key = fields.get("key");
      Json earlier = key == null ? null : byKey.putIfAbsent(key, new Json.Obj(fields));
      if (earlier != null) {
        assertThat(earlier).isEqualTo(new Json.Obj(fields));
        again++;
      } else if (one.f().equals("add")) {
        Json counter = CounterTokens.field(fields, "counter");
        long delta = ((Json.Int) CounterTokens.field(fields, "delta")).value();
        Json exponent = Json.of(PowerSum.exponent(delta));
        assertThat(additions.add(List.of(counter, exponent))).as("%s", one).isTrue();
      }
    }
    assertThat(again).isBetween(300, 700);
  }

  @Test
  void allKindsOfOperationsAreDrawn() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Invocation one : operations()) {
      counts.merge(one.f(), 1, Integer::sum);
      if (CountersClient.fields(one).containsKey("consistency")) {
        counts.merge("majority", 1, Integer::sum);
      }
    }
    assertThat(counts.keySet())
        .containsExactlyInAnyOrder("add", "add_all", "read", "majority", "delete", "watch", "list");
    assertThat(counts.values()).allMatch(count -> count > 100);
  }

  @Test
  void sessionDoesOneOperationAtATime() {
    Generator generator = COUNTERS.generator(SETTING, new SplittableRandom(5));
    List<Json> sessions = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Invocation one = ((Generator.Do) generator.next(new Generator.Turn(i, 0, 0))).invocation();
      Json session = CountersClient.fields(one).get("session");
      if (session != null) {
        sessions.add(session);
      }
    }
    assertThat(sessions).containsExactlyInAnyOrder(Json.of(0), Json.of(1));
  }

  @Test
  void foreignOperationsAreRefused() {
    assertThat(COUNTERS.has(new Invocation("add", Json.of(3)))).isFalse();
    assertThat(COUNTERS.has(new Invocation("add", json("{'counter':'a','delta':3}")))).isFalse();
    assertThat(COUNTERS.has(new Invocation("cas", json("{'counter':'a'}")))).isFalse();
  }

  @Test
  void noNodeShowsWhatNobodyAddedOrTwice() {
    Invariant invariant = COUNTERS.invariant();
    Invocation read = new Invocation("read", json("{'counter':'a'}"));
    invariant.onInvoke(new Invocation("add", json("{'counter':'a','delta':-4}")));
    invariant.onInvoke(new Invocation("add_all", json("{'adds':[['a',16],['b',1]]}")));
    assertThat(invariant.brokenBy(read, json("{'counter':'a','value':12}"))).isNull();
    assertThat(invariant.brokenBy(read, json("{'counter':'a','value':-8}")))
        .isEqualTo("showed -8 of a: an addition twice (counted-twice)");
    assertThat(invariant.brokenBy(read, json("{'counters':[['a',16],['b',4]]}")))
        .isEqualTo("showed 4 of b: no sum of what was added (never-added)");
  }

  @Test
  void clientsListUntilAllListsAreTheSame() {
    Generator generator = COUNTERS.generator(SETTING, new SplittableRandom(6));
    Generator one = generator.atTheEnd(0).orElseThrow();
    Generator other = generator.atTheEnd(1).orElseThrow();
    List<String> done = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 400; i++) {
      now += 100_000_000;
      step(one, now, "[['a',1]]", done);
      step(other, now, i < 40 ? "[]" : "[['a',1]]", done);
    }
    assertThat(done.subList(0, 4)).containsExactly("watch", "watch", "list", "list");
    assertThat(done.subList(done.size() - 6, done.size()))
        .containsExactly("watch", "watch", "read", "read", "read", "read");
    assertThat(done.stream().filter("list"::equals)).hasSizeBetween(10, 50);
  }

  private static void step(Generator generator, long now, String rows, List<String> done) {
    if (generator.next(new Generator.Turn(now, 0, 0)) instanceof Generator.Do operation) {
      Invocation invocation = operation.invocation();
      done.add(invocation.f());
      Json value = Json.object("counters", json(rows));
      generator.onCompletion(0, invocation, Outcome.ok(value));
    }
  }
}
