package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.workload.ReplySchema;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RpcError;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Feeds the real jar with requests that real Maelstrom clients sent. Every request gets one good
 * reply.
 */
class ReplayIT {
  private static final Path RECORDINGS = Launchers.RESOURCES.resolve("client-messages");
  private static final Set<String> SERVICES = Set.of("seq-kv", "lin-kv", "lww-kv", "lin-tso");

  @TempDir Path directory;

  /** The sender and the message id, which together identify a request. */
  private record Key(NodeId client, Long msgId) {}

  private record Recording(String workload, List<Message> requests, Map<Key, Body> replies) {}

  @TestFactory
  Stream<DynamicTest> everyRequestIsAnsweredOnce() throws IOException {
    try (Stream<Path> files = Files.list(RECORDINGS)) {
      return files.sorted().toList().stream().flatMap(this::tests);
    }
  }

  private Stream<DynamicTest> tests(Path file) {
    String name = file.getFileName().toString();
    String workload = name.substring(0, name.indexOf('.'));
    String[] args = {"--workload", workload};
    return Stream.of(
        DynamicTest.dynamicTest(name, () -> replay(file, workload)),
        DynamicTest.dynamicTest(name + " told", () -> replay(file, workload, args)));
  }

  private void replay(Path file, String workload, String... args) throws Exception {
    try (RunningNode node = RunningNode.start(directory, args)) {
      node.write(Files.readString(file));
      node.endInput();
      assertThat(node.await()).isZero();
      Recording recording = new Recording(workload, requests(file), new LinkedHashMap<>());
      for (String line : node.written().lines().toList()) {
        take(RunningNode.decode(line), recording);
      }
      assertThat(recording.replies).hasSameSizeAs(recording.requests);
      checkReplies(recording, args.length == 0);
      assertThat(node.errors()).isEmpty();
      checkLastRead(recording);
    }
  }

  private static List<Message> requests(Path file) throws Exception {
    List<Message> requests = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      requests.add(RunningNode.decode(line));
    }
    return requests;
  }

  /** Handles a line of stdout: it is the reply to a request, or goes to a peer or a service. */
  private static void take(Message message, Recording recording) {
    Message init = recording.requests.get(0);
    assertThat(message.src()).isEqualTo(init.dest());
    if (isClient(message.dest())) {
      Key key = new Key(message.dest(), message.body().inReplyTo());
      assertThat(recording.requests).anyMatch(request -> key(request).equals(key));
      assertThat(recording.replies.put(key, message.body())).as("answered before").isNull();
    } else if (!SERVICES.contains(message.dest().name())) {
      assertThat(init.body().array("node_ids")).contains(Json.of(message.dest()));
    }
  }

  /**
   * Tells whether the node may refuse a request. A node alone may not know the kind of a read, and
   * can't reach a majority. It takes no kafka message while it may have lost its memory.
   */
  private static boolean isRefusable(Recording recording, String type, boolean isTold) {
    return switch (recording.workload) {
      case "lin-kv", "txn-list-append" -> !type.equals("init");
      case "kafka" -> type.equals("send");
      default -> type.equals("read") && !isTold;
    };
  }

  private static boolean isClient(NodeId id) {
    return id.name().startsWith("c");
  }

  private static Key key(Message request) {
    return new Key(request.src(), request.body().msgId());
  }

  private static void checkReplies(Recording recording, boolean isAuto) {
    boolean isTold = !isAuto;
    for (Message request : recording.requests) {
      String type = request.body().type();
      Body reply = recording.replies.get(key(request));
      if (reply.type().equals("error") && isRefusable(recording, type, isTold)) {
        checkError(reply, RpcError.TEMPORARILY_UNAVAILABLE);
      } else {
        assertThat(schema(type, recording.workload).problem(reply)).as(reply.toString()).isNull();
      }
      if (type.equals("echo")) {
        assertThat(reply.json("echo")).isEqualTo(request.body().json("echo"));
      }
      isTold |= !type.equals("init") && !type.equals("read");
    }
  }

  private static void checkError(Body reply, RpcError error) {
    assertThat(reply.type()).isEqualTo("error");
    assertThat(reply.integer("code")).isEqualTo(error.code());
    assertThat(reply.text("text")).isNotEmpty();
  }

  private static ReplySchema schema(String request, String workload) {
    String type = request + "_ok";
    return switch (request) {
      case "echo" -> ReplySchema.of(type, "echo", ReplySchema.Kind.ANY);
      case "generate" -> ReplySchema.of(type, "id", ReplySchema.Kind.ANY);
      case "send" -> ReplySchema.of(type, "offset", ReplySchema.Kind.INTEGER);
      case "poll" -> ReplySchema.of(type, "msgs", ReplySchema.Kind.MESSAGES);
      case "txn" ->
          ReplySchema.of(
              type,
              "txn",
              workload.equals("txn-list-append")
                  ? ReplySchema.Kind.LIST_OPERATIONS
                  : ReplySchema.Kind.REGISTER_OPERATIONS);
      case "list_committed_offsets" -> ReplySchema.of(type, "offsets", ReplySchema.Kind.OFFSETS);
      case "read" ->
          switch (workload) {
            case "broadcast" -> ReplySchema.of(type, "messages", ReplySchema.Kind.ARRAY);
            case "g-set" -> ReplySchema.of(type, "value", ReplySchema.Kind.ARRAY);
            default -> ReplySchema.of(type, "value", ReplySchema.Kind.INTEGER);
          };
      default -> ReplySchema.of(type);
    };
  }

  /** The node is alone, so its last read shows what it was sent itself, and nothing else. */
  private static void checkLastRead(Recording recording) {
    Message last = recording.requests.get(recording.requests.size() - 1);
    Body reply = recording.replies.get(key(last));
    switch (recording.workload) {
      case "broadcast" ->
          assertThat(reply.array("messages"))
              .containsExactlyInAnyOrderElementsOf(sent(recording, "broadcast", "message"));
      case "g-set" ->
          assertThat(reply.array("value"))
              .containsExactlyInAnyOrderElementsOf(sent(recording, "add", "element"));
      case "g-counter", "pn-counter" ->
          assertThat(reply.bigInteger("value"))
              .isEqualTo(
                  recording.requests.stream()
                      .filter(request -> request.body().type().equals("add"))
                      .map(request -> request.body().bigInteger("delta"))
                      .reduce(BigInteger.ZERO, BigInteger::add));
      case "unique-ids" ->
          assertThat(
                  recording.replies.values().stream()
                      .filter(body -> body.type().equals("generate_ok"))
                      .map(body -> body.json("id")))
              .doesNotHaveDuplicates();
      default -> {}
    }
  }

  private static Set<Json> sent(Recording recording, String type, String field) {
    Set<Json> sent = new LinkedHashSet<>();
    for (Message request : recording.requests) {
      if (request.body().type().equals(type)) {
        sent.add(request.body().json(field));
      }
    }
    return sent;
  }
}
