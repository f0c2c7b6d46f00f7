package dev.tattle.broken;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A right node for echo, unique-ids, broadcast, g-set and counters, but for one thing that it
 * writes or does: {@code WORKLOAD WHEN HOW TEXT}.
 *
 * <p>{@code WHEN} is a request's type, {@code always} (any but init and topology), {@code tenth}
 * (at the first node) or {@code final} (after five seconds of quiet). {@code HOW} is {@code before}
 * or {@code instead} of the reply, {@code late} or {@code exit}. In {@code TEXT}, words with a
 * dollar sign stand for what the request says; it ends with a line break unless the last word is
 * {@code $OPEN}.
 */
public final class RawNode {
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LATE_MILLIS = TimeUnit.SECONDS.toMillis(6);

  private final String workload;
  private final String when;
  private final String how;
  private final String text;
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final List<Json> values = new ArrayList<>();
  private final Map<String, Long> sums = new LinkedHashMap<>();
  private List<String> nodes = List.of();
  private String self = "";
  private long requests;
  private long lastNanos = System.nanoTime();
  private boolean isFinal;

  private RawNode(String[] args) {
    workload = args[0];
    when = args[1];
    how = args[2];
    text = args.length > 3 ? args[3] : "";
  }

  public static void main(String[] args) throws Exception {
    RawNode node = new RawNode(args);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      node.onMessage(((Json.Obj) JsonCodec.parse(line)).fields());
    }
  }

  private static String text(Map<String, Json> fields, String name) {
    return fields.get(name) instanceof Json.Text text ? text.value() : "";
  }

  private void onMessage(Map<String, Json> message)
      throws IOException, InterruptedException, WireException {
    String src = text(message, "src");
    Map<String, Json> body =
        message.get("body") instanceof Json.Obj object ? object.fields() : Map.of();
    String type = text(body, "type");
    switch (type) {
      case "value" -> values.add(field(body, "value"));
      case "sum" -> sums.put(src, ((Json.Int) field(body, "sum")).value());
      default -> {
        if (src.startsWith("c")) {
          onRequest(src, type, body);
        }
      }
    }
  }

  private static Json field(Map<String, Json> body, String name) {
    return Objects.requireNonNull(body.get(name), name);
  }

  private void onRequest(String client, String type, Map<String, Json> body)
      throws IOException, InterruptedException {
    String rest = rest(type, body);
    String right =
        "{\"src\":\"$ME\",\"dest\":\"$CLIENT\",\"body\":{\"in_reply_to\":$ID,\"type\":\"%s_ok\"%s}}"
            .formatted(type, rest);
    boolean isSpecial = isSpecial(type);
    if (isSpecial && how.equals("exit")) {
      Runtime.getRuntime().halt(Integer.parseInt(text));
    }
    if (isSpecial && how.equals("late")) {
      Thread.sleep(LATE_MILLIS);
    }
    if (isSpecial && (how.equals("before") || how.equals("instead"))) {
      write(text.replace("$RIGHT", right).replace("$REST", rest), client, body);
    }
    if (!isSpecial || !how.equals("instead")) {
      write(right, client, body);
    }
  }

  private boolean isSpecial(String type) {
    if (type.equals("init") || type.equals("topology")) {
      return when.equals(type);
    }
    requests++;
    isFinal = System.nanoTime() - lastNanos > QUIET_NANOS;
    lastNanos = System.nanoTime();
    return switch (when) {
      case "always" -> true;
      case "third" -> requests == 3 && self.equals(nodes.get(0));
      case "final" -> isFinal;
      default -> when.equals(type);
    };
  }

  /** Carries out a request and returns the fields of the reply after its type. */
  private String rest(String type, Map<String, Json> body) throws IOException {
    switch (type) {
      case "init" -> {
        self = text(body, "node_id");
        nodes =
            ((Json.Arr) field(body, "node_ids"))
                .items().stream().map(id -> ((Json.Text) id).value()).toList();
      }
      case "broadcast" -> learn(field(body, "message"));
      case "add" -> {
        if (body.get("delta") instanceof Json.Int delta) {
          sums.merge(self, delta.value(), Long::sum);
          gossip("\"type\":\"sum\",\"sum\":" + sums.get(self));
        } else {
          learn(field(body, "element"));
        }
      }
      case "echo" -> {
        return ",\"echo\":" + JsonCodec.format(field(body, "echo"));
      }
      case "generate" -> {
        return ",\"id\":\"%s-%d\"".formatted(self, requests);
      }
      default -> {}
    }
    return type.equals("read") ? ",\"$FIELD\":$SEEN" : "";
  }

  private void learn(Json value) throws IOException {
    values.add(value);
    gossip("\"type\":\"value\",\"value\":" + JsonCodec.format(value));
  }

  private void gossip(String body) throws IOException {
    for (String node : nodes) {
      if (!node.equals(self)) {
        line("{\"src\":\"%s\",\"dest\":\"%s\",\"body\":{%s}}\n".formatted(self, node, body));
      }
    }
  }

  private void write(String template, String client, Map<String, Json> body) throws IOException {
    boolean isOpen = template.endsWith("$OPEN");
    String all = values.stream().map(JsonCodec::format).collect(Collectors.joining(","));
    String more = values.isEmpty() ? "" : ",";
    String sum = Long.toString(sums.values().stream().mapToLong(slot -> slot).sum());
    String message =
        template
            .replace("$OPEN", "")
            .replace("$FIELD", workload.equals("broadcast") ? "messages" : "value")
            .replace("$SEEN", workload.endsWith("counter") ? sum : "[" + all + "]")
            .replace("$TWICE", "[" + all + more + all + "]")
            .replace("$TEXTS", "[" + all.replaceAll("(\\d+)", "\"$1\"") + "]")
            .replace("$ALIEN", "[" + all + more + "99999]")
            .replace("$ME", self)
            .replace("$PEER", nodes.isEmpty() ? "" : nodes.get(nodes.size() - 1))
            .replace("$CLIENT", client)
            .replace("$ID", JsonCodec.format(body.getOrDefault("msg_id", Json.NULL)));
    if (!message.isEmpty() || how.equals("before")) {
      line(isOpen ? message : message + "\n");
    }
  }

  private void line(String ascii) throws IOException {
    out.write(ascii.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
