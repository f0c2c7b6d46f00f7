package dev.tattle.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.history.History;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.Invariant;
import dev.tattle.bench.workload.ReplySchema;
import dev.tattle.bench.workload.Setting;
import dev.tattle.bench.workload.Topology;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RpcError;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import dev.tattle.sim.VirtualScheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Operations of several requests, and how they end if one request fails. */
class RunningOperationTest {
  private static final NodeId NODE = new NodeId("n0");
  private static final Invocation ADD = new Invocation("add", Json.of(1));
  private static final Invocation READ = new Invocation("read", Json.NULL);
  private static final Body OK = Body.of("add_ok");
  private static final Body REFUSAL =
      Body.of("error", "code", Json.of(RpcError.PRECONDITION_FAILED.code()), "text", Json.of("no"));

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final Deque<Body> replies = new ArrayDeque<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private RunContext context = context(false);

  private RunContext context(boolean asMaelstrom) {
    Network.Journal journal = Network.Journal.NONE;
    Latency none = new Latency(Latency.Distribution.CONSTANT, 0);
    Network network = new Network(scheduler, none, new SplittableRandom(1), journal);
    network.attach(NODE, (id, request) -> answer(request, network));
    return new RunContext(
        TestOptions.builder("g-counter", List.of(NODE)).build(),
        Workloads.of("g-counter"),
        Setting.of(List.of(NODE), Topology.LINE),
        Invariant.NONE,
        scheduler,
        network,
        new Client.Pool(scheduler, network, true, problems::add),
        new History(scheduler::nowNanos, false),
        problems::add,
        asMaelstrom);
  }

  /** Nothing where there is no reply left. */
  private void answer(Message request, Network network) {
    Body reply = replies.poll();
    if (reply != null) {
      long msgId = Objects.requireNonNull(request.body().msgId());
      network.send(new Message(NODE, request.src(), reply.withInReplyTo(msgId)));
    }
  }

  private RunningOperation begin(Invocation invocation) {
    RunningOperation.Listener listener =
        new RunningOperation.Listener() {
          @Override
          public void onRequest() {}

          @Override
          public void onReply() {}

          @Override
          public void onEnd(Outcome outcome) {
            outcomes.add(outcome);
          }
        };
    return new RunningOperation(context, context.clients().open(), NODE, invocation, listener);
  }

  private Outcome outcomeOfTwoRequests(Invocation invocation, Body... answers) {
    replies.addAll(List.of(answers));
    RunningOperation operation = begin(invocation);
    operation.call(
        Body.of("add"),
        ReplySchema.of("add_ok"),
        first ->
            operation.call(
                Body.of("add"), ReplySchema.of("add_ok"), second -> operation.ok(Json.of(2))));
    while (scheduler.runNext()) {}
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  @Test
  void isOkWhereItsClientSaysSo() {
    assertThat(outcomeOfTwoRequests(ADD, OK, OK)).isEqualTo(Outcome.ok(Json.of(2)));
  }

  @Test
  void definiteErrorOfTheFirstRequestIsAFailure() {
    assertThat(outcomeOfTwoRequests(ADD, REFUSAL).type()).isEqualTo(Operation.Type.FAIL);
  }

  @Test
  void definiteErrorOfALaterRequestSaysNothingOfTheEarlierOnes() {
    assertThat(outcomeOfTwoRequests(ADD, OK, REFUSAL))
        .isEqualTo(
            new Outcome(
                Operation.Type.INFO,
                Json.of(1),
                Json.array(Json.of("precondition-failed"), Json.of("no"))));
  }

  @Test
  void idempotentOperationFailsWhereverItsErrorIs() {
    assertThat(outcomeOfTwoRequests(READ, OK, REFUSAL).type()).isEqualTo(Operation.Type.FAIL);
  }

  /** Maelstrom's client of counters and sets treats every error as one of unknown effect. */
  @Test
  void everyFailureIsUnknownWhereMaelstromSaysSo() {
    context = context(true);
    assertThat(outcomeOfTwoRequests(ADD, REFUSAL).type()).isEqualTo(Operation.Type.INFO);
    outcomes.clear();
    assertThat(outcomeOfTwoRequests(READ, REFUSAL).type()).isEqualTo(Operation.Type.INFO);
    outcomes.clear();
    assertThat(outcomeOfTwoRequests(READ).type()).isEqualTo(Operation.Type.INFO);
  }

  @Test
  void anErrorWithoutACodeIsAProblem() {
    assertThat(outcomeOfTwoRequests(ADD, Body.of("error", "code", Json.of("busy"))).type())
        .isEqualTo(Operation.Type.INFO);
    assertThat(problems).singleElement().matches(p -> p.summary().contains("'code' is a string"));
  }

  @Test
  void timeOutOfALaterRequestIsUnknown() {
    assertThat(outcomeOfTwoRequests(ADD, OK))
        .isEqualTo(new Outcome(Operation.Type.INFO, Json.of(1), Json.of("net-timeout")));
  }

  @Test
  void malformedReplyIsUnknownAndAProblem() {
    assertThat(outcomeOfTwoRequests(ADD, OK, Body.of("sub_ok")).type())
        .isEqualTo(Operation.Type.INFO);
    assertThat(problems).singleElement().matches(p -> p.kind() == Problem.Kind.MALFORMED_REPLY);
  }

  @Test
  void clientMayGoOnAfterAFailure() {
    replies.add(REFUSAL);
    RunningOperation operation = begin(ADD);
    operation.call(
        Body.of("add"),
        ReplySchema.of("add_ok"),
        reply -> operation.ok(Json.of(0)),
        failure -> operation.ok(Json.of(7)));
    while (scheduler.runNext()) {}
    assertThat(outcomes).containsExactly(Outcome.ok(Json.of(7)));
  }

  @Test
  void operationEndsOnce() {
    RunningOperation operation = begin(ADD);
    operation.ok(Json.of(1));
    assertThatThrownBy(() -> operation.ok(Json.of(1))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> operation.call(Body.of("add"), ReplySchema.of("add_ok"), reply -> {}))
        .isInstanceOf(IllegalStateException.class);
  }
}
