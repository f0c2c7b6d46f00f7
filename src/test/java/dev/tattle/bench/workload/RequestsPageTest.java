package dev.tattle.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.RpcError;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the bench shows what clients ask, and what nodes answer, as the code has it. */
class RequestsPageTest {
  private static final Pattern SECTION =
      Pattern.compile("\n## Requests and answers\n(.*?)\n## ", Pattern.DOTALL);

  private static final List<String> WORKLOADS =
      List.of(
          "echo",
          "unique-ids",
          "broadcast",
          "g-set",
          "g-counter",
          "pn-counter",
          "kafka",
          "lin-kv",
          "txn-rw-register",
          "txn-list-append");

  private static final List<String> TRANSACTIONS = List.of("txn-rw-register", "txn-list-append");

  private static final Setting SETTING =
      Setting.of(List.of(new NodeId("n0"), new NodeId("n1")), Topology.LINE);

  /** Answers after which a client goes on with another request. */
  private static final Map<String, Body> ANSWERS =
      Map.of(
          "list_committed_offsets_ok",
          Body.of("list_committed_offsets_ok", "offsets", Json.object("7", Json.of(3))),
          "poll_ok",
          Body.of(
              "poll_ok", "msgs", Json.object("7", Json.array(Json.array(Json.of(3), Json.of(1))))));

  /** Writes down each request and the schema of its answer, as the page shows them. */
  private static final class Recorder implements Session {
    private final String workload;
    private final Set<String> rows = new TreeSet<>();
    private final Set<String> operations = new TreeSet<>();

    Recorder(String workload) {
      this.workload = workload;
    }

    @Override
    public NodeId node() {
      return new NodeId("n0");
    }

    @Override
    public void call(Body request, ReplySchema reply, Consumer<Body> onReply) {
      call(request, reply, onReply, failure -> {});
    }

    @Override
    public void call(
        Body request, ReplySchema reply, Consumer<Body> onReply, Consumer<Outcome> onFailure) {
      assertThat(reply.type()).isEqualTo(request.type() + "_ok");
      String row =
          "| `%s` | `%s` |%s|%s|"
              .formatted(workload, request.type(), asked(request), answered(reply));
      // Nobody has assigned a key to a client that asks for no keys.
      if (!row.contains("{}")) {
        rows.add(row);
      }
      Body answer = ANSWERS.get(reply.type());
      if (answer != null) {
        assertThat(reply.problem(answer)).isNull();
        onReply.accept(answer);
      }
    }

    private String asked(Body request) {
      if (request.type().equals("txn")) {
        request.array("txn").forEach(operation -> operations.add(form((Json.Arr) operation)));
        return " `txn: [operation, …]` ";
      }
      return cell(
          request.fields().entrySet().stream()
              .map(field -> field.getKey() + ": " + kind(field.getValue())));
    }

    private static String answered(ReplySchema reply) {
      return cell(
          reply.fields().entrySet().stream()
              .map(
                  field ->
                      switch (field.getValue()) {
                        case LIST_OPERATIONS, REGISTER_OPERATIONS -> "txn: [operation, …]";
                        default -> field.getKey() + ": " + shown(field.getValue());
                      }));
    }

    private static String shown(ReplySchema.Kind kind) {
      return kind.shown().replace(":", ": ");
    }

    private static String cell(Stream<String> fields) {
      String text = fields.collect(Collectors.joining(", "));
      return text.isEmpty() ? " " : " `" + text + "` ";
    }

    private static String kind(Json value) {
      if (value instanceof Json.Arr array) {
        return array.items().isEmpty() ? "[]" : "[" + kind(array.items().get(0)) + ", …]";
      }
      if (value instanceof Json.Obj object) {
        return object.fields().values().stream()
            .findFirst()
            .map(first -> "{string: " + kind(first) + ", …}")
            .orElse("{}");
      }
      return value.kind().replaceFirst("^an? ", "");
    }

    private static String form(Json.Arr operation) {
      boolean reads = operation.items().get(2).equals(Json.NULL);
      String f = ((Json.Text) operation.items().get(0)).value();
      return "[\"" + f + "\", key, " + (reads ? "null" : "value") + "]";
    }

    @Override
    public void ok(Json value) {}

    @Override
    public void end(Outcome outcome) {}
  }

  private static Recorder record(String name) {
    Workload workload = Workloads.of(name);
    Recorder recorder = new Recorder(name);
    workload
        .setup(SETTING)
        .ifPresent(setup -> recorder.call(setup.request(), setup.reply(), reply -> {}));
    Generator generator = workload.generator(SETTING, new SplittableRandom(1));
    WorkloadClient client = workload.client(SETTING);
    for (int i = 0; i < 1_000; i++) {
      int worker = i % 4;
      if (generator.next(new Generator.Turn(0, worker, worker)) instanceof Generator.Do next) {
        client.invoke(next.invocation(), recorder);
      }
    }
    return recorder;
  }

  /** The rows of the section's table that has this number, from 0. */
  private static List<String> rows(int table) throws IOException {
    String page = Files.readString(Path.of("src/docs/BENCH.md"));
    String section =
        SECTION.matcher(page).results().map(found -> found.group(1)).collect(Collectors.joining());
    return Arrays.stream(section.split("\n\n", -1))
        .filter(part -> part.startsWith("| "))
        .skip(table)
        .findFirst()
        .orElseThrow()
        .lines()
        .skip(2)
        .toList();
  }

  @Test
  void thePageShowsEveryRequestAndItsAnswer() throws IOException {
    List<String> recorded = WORKLOADS.stream().flatMap(name -> record(name).rows.stream()).toList();
    assertThat(rows(0)).containsExactlyInAnyOrderElementsOf(recorded);
  }

  @Test
  void thePageShowsEveryOperationOfTransactions() throws Exception {
    for (String name : TRANSACTIONS) {
      List<List<String>> cells =
          rows(1).stream()
              .filter(row -> row.startsWith("| `" + name + "` |"))
              .map(row -> List.of(row.split("`", -1)))
              .toList();
      assertThat(cells.stream().map(row -> row.get(3)))
          .containsExactlyInAnyOrderElementsOf(record(name).operations);
      for (List<String> row : cells) {
        String operation = row.get(5).replace("key", "1").replace("value", "2").replace(", …", "");
        Body reply = Body.of("txn_ok", "txn", Json.array(JsonCodec.parse(operation)));
        assertThat(schema(name).problem(reply)).as(operation).isNull();
      }
    }
  }

  private static ReplySchema schema(String name) {
    RequestWorkload workload = (RequestWorkload) Workloads.of(name);
    return workload.reply(new Invocation("txn", Json.array()));
  }

  @Test
  void thePageShowsEveryError() throws IOException {
    assertThat(rows(2))
        .containsExactlyElementsOf(
            Arrays.stream(RpcError.values())
                .map(
                    error ->
                        "| %d | `%s` | %s |"
                            .formatted(
                                error.code(),
                                error.protocolName(),
                                error.definite() ? "did not happen" : "may have happened"))
                .toList());
  }
}
