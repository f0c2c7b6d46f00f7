package dev.tattle.bench.load;

import dev.tattle.bench.history.Problem;
import dev.tattle.bench.workload.ReplySchema;
import dev.tattle.bench.workload.Workload;
import dev.tattle.bench.workload.Workload.Setup;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Initialises all nodes at once, then sets up the workload on all of them at once. */
public final class Startup {
  private static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);

  private final RunContext context;
  private final Runnable onReady;

  /** The open initialisations of nodes that came back. */
  private final Map<NodeId, Round> comingBack = new LinkedHashMap<>();

  /**
   * Makes a startup that has not begun.
   *
   * @param onReady runs once all nodes are ready; never if a problem ends the run
   */
  public Startup(RunContext context, Runnable onReady) {
    this.context = context;
    this.onReady = onReady;
  }

  public void begin() {
    init(nodes(), this::setUp).begin(INIT_TIMEOUT);
  }

  /**
   * Initialises one node that came back. It does not set up the workload again, as in Maelstrom.
   */
  public void initialiseAgain(NodeId node) {
    Round round = init(List.of(node), () -> comingBack.remove(node));
    comingBack.put(node, round);
    round.begin(INIT_TIMEOUT);
  }

  /** True if a node came back and has not answered its {@code init} yet. */
  public boolean isComingBack(NodeId node) {
    return comingBack.containsKey(node);
  }

  /** Drops the open requests to a killed node: it need not answer them. */
  public void expectNothingOf(NodeId node) {
    Round round = comingBack.remove(node);
    if (round != null) {
      round.isVoid = true;
    }
  }

  private Round init(List<NodeId> nodes, Runnable next) {
    Json names = Json.array(nodes().stream().map(Json::of).toList());
    return new Round(
        nodes,
        new Step(
            Problem.Kind.NO_INIT_OK,
            node -> Body.of("init", "node_id", Json.of(node), "node_ids", names),
            ReplySchema.open("init_ok")),
        next);
  }

  private void setUp() {
    Setup setup = context.workload().setup(context.setting()).orElse(null);
    if (setup == null) {
      // Maelstrom opens these clients in any case, so later clients get the same names as there.
      nodes().forEach(node -> context.clients().open());
      onReady.run();
      return;
    }
    Step step = new Step(Problem.Kind.NO_SETUP, node -> setup.request(), setup.reply());
    new Round(nodes(), step, onReady).begin(Workload.TIMEOUT);
  }

  private List<NodeId> nodes() {
    return context.options().nodes();
  }

  /** The request to each node, and the problem if the reply does not match the schema. */
  private record Step(Problem.Kind failure, Function<NodeId, Body> request, ReplySchema schema) {}

  /** One request to each of some nodes, from one client each. */
  private final class Round {
    private final List<NodeId> asked;
    private final Step step;
    private final Runnable next;
    private int missing;
    private boolean isVoid;

    Round(List<NodeId> asked, Step step, Runnable next) {
      this.asked = asked;
      this.step = step;
      this.next = next;
      missing = asked.size();
    }

    void begin(Duration timeout) {
      for (NodeId node : asked) {
        Body body = step.request.apply(node);
        Client client = context.clients().open();
        client.call(node, body, timeout, reply -> onReply(node, client, body, reply));
      }
    }

    private void onReply(NodeId node, Client client, Body sent, @Nullable Body reply) {
      if (step.failure == Problem.Kind.NO_INIT_OK) {
        client.close();
      }
      if (isVoid) {
        return;
      }
      if (reply == null || step.schema.problem(reply) != null) {
        Problems.Exchange exchange = new Problems.Exchange(sent, reply);
        Problem problem = Problems.badReply(node, step.failure, exchange, step.schema);
        List<Json> unasked = client.unasked();
        context
            .problems()
            .accept(
                unasked.isEmpty()
                    ? problem
                    : problem.with("replies to nobody", Json.array(unasked)));
      } else if (--missing == 0) {
        next.run();
      }
    }
  }
}
