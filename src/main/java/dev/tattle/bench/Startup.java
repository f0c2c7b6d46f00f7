package dev.tattle.bench;

import dev.tattle.bench.workload.ReplySchema;
import dev.tattle.bench.workload.Workload.Setup;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Initialises all nodes at once, then sets the workload up on all of them at once. */
final class Startup {
  private static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);

  private final RunContext context;
  private final Runnable onReady;

  /**
   * A startup.
   *
   * @param onReady runs once all nodes are ready, and never where a problem ends the run
   */
  Startup(RunContext context, Runnable onReady) {
    this.context = context;
    this.onReady = onReady;
  }

  void begin() {
    Json names = Json.array(nodes().stream().map(Json::of).toList());
    Round init =
        new Round(
            Problem.Kind.NO_INIT_OK,
            node -> Body.of("init", "node_id", Json.of(node), "node_ids", names),
            ReplySchema.open("init_ok"),
            this::setUp);
    init.begin(INIT_TIMEOUT);
  }

  private void setUp() {
    Setup setup = context.workload().setup().orElse(null);
    if (setup == null) {
      onReady.run();
      return;
    }
    Round round = new Round(Problem.Kind.NO_SETUP, node -> setup.request(), setup.reply(), onReady);
    round.begin(Workers.TIMEOUT);
  }

  private List<NodeId> nodes() {
    return context.options().nodes();
  }

  /** One request to each node, from a client each. */
  private final class Round {
    private final Problem.Kind failure;
    private final Function<NodeId, Body> request;
    private final ReplySchema schema;
    private final Runnable next;
    private int missing = nodes().size();

    Round(Problem.Kind failure, Function<NodeId, Body> request, ReplySchema schema, Runnable next) {
      this.failure = failure;
      this.request = request;
      this.schema = schema;
      this.next = next;
    }

    void begin(Duration timeout) {
      for (NodeId node : nodes()) {
        Body body = request.apply(node);
        context.clients().open().call(node, body, timeout, reply -> onReply(node, body, reply));
      }
    }

    private void onReply(NodeId node, Body sent, @Nullable Body reply) {
      if (reply == null || schema.problem(reply) != null) {
        Problems.Exchange exchange = new Problems.Exchange(sent, reply);
        context.problems().accept(Problems.badReply(node, failure, exchange, schema));
      } else if (--missing == 0) {
        next.run();
      }
    }
  }
}
